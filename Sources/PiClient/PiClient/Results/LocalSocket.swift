import Glibc

/// The Unix socket in a device's folder at which a running client shows its results ("unix(7)", Linux man-pages).
enum LocalSocket {
    private static let name = "results.socket"

    /// Listens in a folder that is there. Only the same user can connect.
    ///
    /// - Returns: The listening descriptor; nil if another process listens there.
    /// - Throws: `SystemCallError`.
    static func listen(in folder: String) throws(SystemCallError) -> Int32? {
        if let other = connect(in: folder) {
            close(other)
            return nil
        }
        // What a process that was killed has left.
        unlink(folder + "/" + name)
        let descriptor = try open()
        // Before the socket has its name, so that nobody else connects in between.
        fchmod(descriptor, 0o600)
        guard call(bind, descriptor, folder) == 0, Glibc.listen(descriptor, 8) == 0 else {
            let error = SystemCallError.last
            close(descriptor)
            throw error
        }
        return descriptor
    }

    /// Connects to the process that listens in a folder; nil if there is none.
    static func connect(in folder: String) -> Int32? {
        guard let descriptor = try? open() else { return nil }
        guard call(Glibc.connect, descriptor, folder) == 0 else {
            close(descriptor)
            return nil
        }
        return descriptor
    }

    /// Takes the socket's name away.
    static func remove(in folder: String) {
        unlink(folder + "/" + name)
    }

    private static func open() throws(SystemCallError) -> Int32 {
        let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        let descriptor = socket(AF_UNIX, Int32(flags), 0)
        guard descriptor >= 0 else { throw .last }
        return descriptor
    }

    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ descriptor: Int32,
        _ folder: String
    ) -> Int32 {
        // An address holds 107 bytes; by way of the folder's descriptor its path may be of any length ("proc(5)").
        let directory = Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return -1 }
        defer { close(directory) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            path.copyBytes(from: "/proc/self/fd/\(directory)/\(name)".utf8.prefix(path.count - 1))
        }
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                function(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
