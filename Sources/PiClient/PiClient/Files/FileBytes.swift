import Glibc

/// A file's bytes, by the system's own calls, so that an error has the system's words.
enum FileBytes {
    /// All bytes of a file.
    ///
    /// - Parameter maximum: The most bytes that it may have; a device may have no end.
    /// - Throws: `FileError`.
    static func read(_ path: String, atMost maximum: Int) throws(FileError) -> [UInt8] {
        let bytes = try read(path, until: maximum, flags: 0)
        guard bytes.count <= maximum else { throw .tooLarge(maximum: maximum) }
        return bytes
    }

    /// The first bytes of a file, of a pipe without a writer none.
    ///
    /// - Throws: `FileError`.
    static func head(_ path: String, count: Int) throws(FileError) -> [UInt8] {
        Array(try read(path, until: count, flags: O_NONBLOCK).prefix(count))
    }

    /// Reads until there is no more, or more than `enough` bytes are read.
    private static func read(
        _ path: String, until enough: Int, flags: Int32
    ) throws(FileError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | flags)
        guard descriptor >= 0 else { throw .system(errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: min(1 << 16, enough + 1))
        while bytes.count <= enough {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .system(errno) }
            if count == 0 { break }
            bytes += buffer.prefix(count)
        }
        return bytes
    }
}

/// Why a file cannot be read.
enum FileError: Error, Equatable, CustomStringConvertible {
    /// An error of the system, `errno`.
    case system(Int32)
    /// It is larger than it may be, in bytes.
    case tooLarge(maximum: Int)

    var description: String {
        switch self {
        case .system(ENOENT): "there is no such file"
        case .system(EACCES), .system(EPERM): "it may not be read"
        case .system(EISDIR): "it is a folder"
        case .system(let code): String(cString: strerror(code)).lowercased()
        case .tooLarge(let maximum): "it has more than \(maximum >> 20) MiB"
        }
    }
}
