import Glibc

/// Files and folders that are written. Private ones only their owner may read, whatever the umask says: they are
/// pictures of people.
enum OutputFile {
    /// Makes a private folder, and those above it that are missing.
    ///
    /// - Throws: `SystemCallError`.
    static func makeFolder(_ path: String) throws(SystemCallError) {
        if mkdir(path, 0o700) == 0 {
            try check(chmod(path, 0o700))
            return
        }
        let error = SystemCallError.last
        if error.code == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try makeFolder(String(path[..<slash]))
            return try makeFolder(path)
        }
        guard error.code == EEXIST else { throw error }
        // One of an earlier version may be open to all. Another's folder is left as it is.
        chmod(path, 0o700)
    }

    /// Writes a file as a whole, or not at all: a power cut leaves no half one behind.
    ///
    /// - Throws: `SystemCallError`.
    static func write(
        _ bytes: [UInt8], to path: String, isPrivate: Bool = false
    ) throws(SystemCallError) {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
            // A pipe or a device cannot be exchanged for a file.
            let descriptor = open(path, O_WRONLY | O_CLOEXEC)
            try check(descriptor)
            defer { close(descriptor) }
            return try fill(descriptor, with: bytes)
        }
        let draft = path + ".new"
        unlink(draft)
        do throws(SystemCallError) {
            let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, isPrivate ? 0o600 : 0o666)
            try check(descriptor)
            defer { close(descriptor) }
            if isPrivate { try check(fchmod(descriptor, 0o600)) }
            try fill(descriptor, with: bytes)
            try check(fsync(descriptor))
            try check(rename(draft, path))
        } catch {
            unlink(draft)
            throw error
        }
    }

    /// The bytes that are free where a path is, or will be made, and whether that may be written to. Changes nothing.
    ///
    /// - Throws: `SystemCallError` where nothing can be written.
    static func freeBytes(above path: String) throws(SystemCallError) -> Int {
        var path = path
        while access(path, F_OK) != 0, let slash = path.lastIndex(of: "/") {
            path = slash == path.startIndex ? "/" : String(path[..<slash])
        }
        try check(access(path, W_OK | X_OK))
        var disk = statvfs()
        try check(statvfs(path, &disk))
        return Int(clamping: disk.f_bavail.multipliedReportingOverflow(by: disk.f_frsize).partialValue)
    }

    /// Whether a file can be made, or exchanged, at a path. Changes nothing.
    ///
    /// - Throws: `SystemCallError` where it cannot.
    static func checkFolder(of path: String) throws(SystemCallError) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        try check(access(folder, W_OK | X_OK))
    }

    /// Writes all bytes to a descriptor, waiting for one that does not block.
    ///
    /// - Throws: `SystemCallError`.
    static func fill(_ descriptor: Int32, with bytes: [UInt8]) throws(SystemCallError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            if count < 0, errno == EAGAIN {
                // Another process that shares a pipe may have made it one that does not block.
                var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = Glibc.poll(&poll, 1, -1)
                continue
            }
            try check(Int32(clamping: count))
            rest = rest.dropFirst(count)
        }
    }

    private static func check(_ status: Int32) throws(SystemCallError) {
        if status < 0 { throw SystemCallError.last }
    }
}
