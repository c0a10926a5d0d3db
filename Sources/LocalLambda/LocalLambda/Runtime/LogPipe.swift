import Dispatch
import Foundation
import Glibc
import Synchronization

/// The pipe that takes a process's standard output and error, cut into lines for the console, its end kept
/// for `Log-Type: Tail`.
final class LogPipe: Sendable {
    /// The end for the process.
    let writeEnd: FileHandle
    private let readEnd: FileHandle
    private let console: LogConsole
    private let source: String
    private let state = Mutex(State())

    private struct State {
        var partialLine: [UInt8] = []
        var tail: [UInt8] = []
    }

    /// A line is cut at this length, so that a process that never ends one cannot fill the memory.
    private static let maximumLineLength = 256 << 10
    /// Source: AWS Lambda API Reference, "Invoke", `X-Amz-Log-Result`.
    private static let tailLength = 4 << 10

    /// - Parameters:
    ///   - console: where lines go.
    ///   - source: what stands in front of each line.
    init(console: LogConsole, source: String) {
        let pipe = Pipe()
        self.writeEnd = pipe.fileHandleForWriting
        self.readEnd = pipe.fileHandleForReading
        self.console = console
        self.source = source
        let descriptor = readEnd.fileDescriptor
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        readEnd.readabilityHandler = { [weak self] handle in
            if self?.drain() != true {
                handle.readabilityHandler = nil
            }
        }
    }

    /// Shows a line of the platform's own, such as `REPORT`.
    func show(_ line: String) {
        state.withLock { emit([UInt8](line.utf8), in: &$0) }
    }

    /// Takes everything that has been written so far.
    /// - Returns: false once the other end is closed.
    @discardableResult
    func drain() -> Bool {
        state.withLock { state in
            while true {
                let bytes = [UInt8](unsafeUninitializedCapacity: 64 << 10) { buffer, count in
                    count = max(-1, read(readEnd.fileDescriptor, buffer.baseAddress, buffer.count))
                    if count < 0 { count = 0 }
                }
                guard !bytes.isEmpty else { return errno == EAGAIN || errno == EINTR }
                split(bytes, in: &state)
            }
        }
    }

    /// Forgets the tail: a new invocation starts.
    func startTail() {
        state.withLock { $0.tail = [] }
    }

    /// The last 4 KB since ``startTail()``.
    func tail() -> [UInt8] {
        drain()
        return state.withLock { $0.tail }
    }

    /// Stops reading. What is in the pipe by now is shown first.
    func close() {
        readEnd.readabilityHandler = nil
        drain()
        state.withLock { state in
            if !state.partialLine.isEmpty {
                emit(state.partialLine, in: &state)
                state.partialLine = []
            }
        }
        try? readEnd.close()
    }

    private func split(_ bytes: [UInt8], in state: inout State) {
        for byte in bytes {
            if byte == UInt8(ascii: "\n") || state.partialLine.count >= Self.maximumLineLength {
                emit(state.partialLine, in: &state)
                state.partialLine.removeAll(keepingCapacity: true)
            }
            if byte != UInt8(ascii: "\n") {
                state.partialLine.append(byte)
            }
        }
    }

    private func emit(_ line: [UInt8], in state: inout State) {
        console.show(String(decoding: line, as: UTF8.self), from: source)
        state.tail.append(contentsOf: line)
        state.tail.append(UInt8(ascii: "\n"))
        if state.tail.count > Self.tailLength {
            state.tail.removeFirst(state.tail.count - Self.tailLength)
        }
    }
}
