import Glibc

/// A file that somebody names: it may be missing, a folder, a pipe, or endless.
enum InputFile {
    /// All bytes of a file, or of standard input.
    ///
    /// - Parameters:
    ///   - path: the file; `-` is standard input.
    ///   - maximum: the most bytes taken.
    /// - Throws: `SystemCallError`, with the code `EFBIG` for more bytes than that.
    static func bytes(of path: String, maximum: Int) throws(SystemCallError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemCallError.last }
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        var reader = DescriptorReader(descriptor: descriptor)
        var bytes: [UInt8] = []
        while true {
            let part = try reader.read()
            if part.isEmpty { return bytes }
            bytes += part
            guard bytes.count <= maximum else { throw SystemCallError(code: EFBIG) }
        }
    }
}
