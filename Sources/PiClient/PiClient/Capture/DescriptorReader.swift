import Glibc

/// Reads whatever a descriptor has, up to 64 KiB at a time, the size of a Linux pipe.
struct DescriptorReader {
    let descriptor: Int32
    private var buffer = [UInt8](repeating: 0, count: 64 << 10)

    init(descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// - Returns: The bytes read; none at the end of the stream.
    /// - Throws: `SystemCallError` when the system refuses.
    mutating func read() throws(SystemCallError) -> [UInt8] {
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count >= 0 { return Array(buffer[..<count]) }
            guard errno == EINTR else { throw SystemCallError(code: errno) }
        }
    }
}
