/// A photograph, and where it comes from.
struct Photograph: Sendable {
    let path: String
    let bytes: [UInt8]

    /// The largest file taken: a JPEG of this size has hundreds of megapixels.
    static let maximumBytes = 32 << 20

    /// So many photographs, in words: "1 photograph".
    static func count(_ number: Int) -> String { number == 1 ? "1 photograph" : "\(number) photographs" }

    /// A photograph that is in memory.
    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// - Throws: `PhotographError` if it cannot be read or is no JPEG.
    init(path: String) throws(PhotographError) {
        self.path = path
        do {
            bytes = try FileBytes.read(path, atMost: Self.maximumBytes)
        } catch {
            throw PhotographError(path: path, reason: .file(error))
        }
        try Self.check(bytes, of: path)
    }

    /// Looks whether a file is a JPEG, without reading it all.
    ///
    /// - Throws: `PhotographError` if the file is not a photograph that can be used.
    static func check(_ path: String) throws(PhotographError) {
        let head: [UInt8]
        do {
            head = try FileBytes.head(path, count: PictureFormat.headBytes)
        } catch {
            throw PhotographError(path: path, reason: .file(error))
        }
        try check(head, of: path)
    }

    private static func check(_ bytes: [UInt8], of path: String) throws(PhotographError) {
        guard let format = PictureFormat(bytes) else { throw PhotographError(path: path, reason: .noPicture) }
        guard format == .jpeg else { throw PhotographError(path: path, reason: .otherFormat(format)) }
    }
}

/// A photograph, or a folder of them, cannot be used.
struct PhotographError: Error, Equatable, CustomStringConvertible {
    /// What is wrong with it.
    enum Reason: Equatable {
        case file(FileError)
        case noPicture
        case otherFormat(PictureFormat)
        case emptyFolder
        case noPeople
        case innerFolder
        case noName(String)
        case nothingFilmed
    }

    let path: String
    let reason: Reason

    /// Whether there is nothing to look at.
    var isUnreadable: Bool {
        if case .file = reason { true } else { false }
    }

    var description: String { "\(path): \(words)." }

    private var words: String {
        switch reason {
        case .file(let error): "\(error)"
        case .noPicture: "it is not a picture"
        case .otherFormat(let format):
            "it is a \(format.rawValue) picture, and only JPEG is taken; convert it: \(format.conversion(of: path))"
        case .emptyFolder: "there is no photograph in the folder"
        case .noPeople: "it has no folder; give it one for each person, named so"
        case .innerFolder: "it is a folder in a person's folder; move its photographs up"
        case .noName(let reason): "the folder's name cannot be a person's: \(reason)"
        case .nothingFilmed: "no picture came from it"
        }
    }
}
