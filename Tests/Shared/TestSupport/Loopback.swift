import Glibc
import Synchronization

/// A TCP port on 127.0.0.1 that nobody listened on a moment ago, and that no other call in this process has returned.
///
/// It is below the range that the system gives to connections and to whoever binds port 0 (`ip_local_port_range`, 32768
/// upward unless changed): from there, two servers that start at the same time may be given one port, and the second
/// one's clients then talk to the first.
public func freePort() throws -> Int {
    for _ in ports {
        let port = nextPort.withLock { next in
            next = next + 1 < ports.upperBound ? next + 1 : ports.lowerBound
            return next
        }
        if try canBind(port) { return port }
    }
    throw SystemCallError(name: "bind")
}

private let ports = 12_000..<32_000
/// Where this process begins: several may run side by side.
private let nextPort = Mutex(Int.random(in: ports))

private func canBind(_ port: Int) throws -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw SystemCallError(name: "socket") }
    defer { close(descriptor) }
    return withLoopbackAddress(port: port) { bind(descriptor, $0, $1) == 0 }
}

/// A socket that listens on a free port of 127.0.0.1, and the port.
public func listenOnLoopback() throws -> (descriptor: Int32, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { throw SystemCallError(name: "socket") }
    let port = try bindToLoopback(descriptor)
    guard listen(descriptor, 128) == 0 else { throw SystemCallError(name: "listen") }
    return (descriptor, port)
}

/// A system call that failed, with the system's reason.
public struct SystemCallError: Error, CustomStringConvertible {
    /// What failed and why.
    public let description: String

    init(name: String) {
        description = "\(name): \(String(cString: strerror(errno)))"
    }
}

/// Whether something listens on a port of 127.0.0.1.
public func isListening(port: Int) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return withLoopbackAddress(port: port) { connect(descriptor, $0, $1) == 0 }
}

/// Binds a socket to a free port of 127.0.0.1 and returns the port.
func bindToLoopback(_ descriptor: Int32) throws -> Int {
    var port = 0
    let bound = withLoopbackAddress(port: 0) { address, size in
        var length = size
        guard bind(descriptor, address, size) == 0, getsockname(descriptor, address, &length) == 0 else {
            return false
        }
        port = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
            Int(UInt16(bigEndian: $0.pointee.sin_port))
        }
        return true
    }
    guard bound else { throw SystemCallError(name: "bind") }
    return port
}

private func withLoopbackAddress<Result>(
    port: Int, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
) -> Result {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return withUnsafeMutablePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
    }
}
