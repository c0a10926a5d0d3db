/// The last lines of what a program says, for the error message should it fail.
struct LastLines {
    private var text: [UInt8] = []
    private static let maximumBytes = 4096
    private static let maximumLines = 6

    mutating func append(_ bytes: [UInt8]) {
        text += bytes
        if text.count > Self.maximumBytes { text.removeFirst(text.count - Self.maximumBytes) }
    }

    var lines: [String] {
        String(decoding: text, as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .suffix(Self.maximumLines)
            .map(String.init)
    }
}
