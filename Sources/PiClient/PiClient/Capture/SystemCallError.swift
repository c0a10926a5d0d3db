import Glibc

/// A system call failed.
struct SystemCallError: Error, Equatable, CustomStringConvertible {
    let code: Int32

    /// The failure of the last system call.
    static var last: SystemCallError { SystemCallError(code: errno) }

    var description: String { String(cString: strerror(code)) }
}
