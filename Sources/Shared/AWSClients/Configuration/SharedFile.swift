/// A file of named sections of settings, `~/.aws/config` or `~/.aws/credentials`, read as the AWS CLI reads it: by
/// the rules of Python's `configparser` ("Supported INI File Structure", Python documentation) and, below a setting
/// without a value of its own, one level of nested settings.
struct SharedFile: Sendable {
    /// The sections in the order of the file, by their names as written. Settings nested below another are named
    /// `outer.inner`.
    let sections: [(name: String, values: [String: String])]

    /// - Throws: ``SharedFileProblem`` with the first line that the AWS CLI would not take either.
    init(_ text: String) throws(SharedFileProblem) {
        var reader = SharedFileReader()
        var number = 0
        for line in SharedFileReader.lines(of: text) {
            number += 1
            try reader.take(line, number: number)
        }
        sections = try reader.finish()
    }
}

/// A line that cannot be read.
struct SharedFileProblem: Error, Hashable {
    let line: Int
    let message: String
}
