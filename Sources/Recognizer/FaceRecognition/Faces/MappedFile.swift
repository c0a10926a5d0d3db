internal import Glibc

/// A file in memory, read where it is needed. It must not change while it is mapped.
final class MappedFile: Sendable {
    /// The file's bytes; never written to.
    nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

    init(path: String) throws(ModelError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            throw .cannotLoad(path: path, reason: String(cString: strerror(errno)))
        }
        defer { close(descriptor) }
        var information = stat()
        guard fstat(descriptor, &information) == 0 else {
            throw .cannotLoad(path: path, reason: String(cString: strerror(errno)))
        }
        // Nothing cannot be mapped.
        guard information.st_size > 0 else { throw .cannotLoad(path: path, reason: "it is empty") }
        let start = mmap(nil, Int(information.st_size), PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let start, start != MAP_FAILED else {
            throw .cannotLoad(path: path, reason: String(cString: strerror(errno)))
        }
        bytes = UnsafeRawBufferPointer(start: start, count: Int(information.st_size))
    }

    deinit {
        munmap(UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count)
    }
}
