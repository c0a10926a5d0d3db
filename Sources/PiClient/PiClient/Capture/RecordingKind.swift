import Glibc

/// What a recording's first bytes say it is.
enum RecordingKind: Equatable {
    /// A bare H.264 stream, which begins with a start code.
    case annexB
    /// A pipe or a device: its bytes come once, and so are not looked at before they are used.
    case stream
    /// Anything else, for ffmpeg to read.
    case container

    init(path: String) throws(CaptureError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw .cannotOpen(path: path, reason: SystemCallError.last.description)
        }
        // To open a pipe, even for a look, tells who writes to it that it is being read.
        if [S_IFIFO, S_IFCHR, S_IFSOCK].contains(status.st_mode & S_IFMT) {
            self = .stream
            return
        }
        let descriptor = try Self.open(path)
        defer { close(descriptor) }
        var first = [UInt8](repeating: 0xff, count: 4)
        guard read(descriptor, &first, first.count) >= 0 else {
            throw .cannotOpen(path: path, reason: SystemCallError.last.description)
        }
        self = first.starts(with: [0, 0, 1]) || first == [0, 0, 0, 1] ? .annexB : .container
    }

    /// A descriptor for reading that no child process inherits. A pipe that nobody writes to yet does not hold it up.
    static func open(_ path: String) throws(CaptureError) -> Int32 {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw .cannotOpen(path: path, reason: SystemCallError.last.description)
        }
        return descriptor
    }
}
