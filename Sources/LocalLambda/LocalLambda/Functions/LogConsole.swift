import Glibc
import Synchronization

/// Where every function's log lines go: standard output, one write a line, the function's name in front.
final class LogConsole: Sendable {
    private let write: @Sendable (String) -> Void
    private static let lock = Mutex<Void>(())

    /// - Parameter write: takes a whole line with its newline.
    init(write: @escaping @Sendable (String) -> Void = { LogConsole.writeToStandardOutput($0) }) {
        self.write = write
    }

    /// Shows a line.
    /// - Parameters:
    ///   - line: without its newline.
    ///   - source: the function's name and the environment's number.
    func show(_ line: String, from source: String) {
        write("[\(source)] \(line)\n")
    }

    /// Writes text to standard output, unbuffered.
    static func writeToStandardOutput(_ text: String) {
        var text = text
        lock.withLock { _ in
            text.withUTF8 { bytes in
                var rest = bytes[...]
                while !rest.isEmpty {
                    let buffer = UnsafeBufferPointer(rebasing: rest)
                    let written = Glibc.write(STDOUT_FILENO, buffer.baseAddress, buffer.count)
                    guard written > 0 else { return }
                    rest = rest.dropFirst(written)
                }
            }
        }
    }
}
