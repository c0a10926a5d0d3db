import Dispatch
import Glibc
import LambdaRuntime
import LambdaRuntimeJSON
import Logging
import Synchronization

/// A function for tests that need a process of their own. The event says what to do.
@main
struct RuntimeTestFunction: LambdaHandler {
    static func main() {
        if CommandLine.arguments.contains("stream") { LambdaRuntime.runStreaming { StreamingFunction() } }
        LambdaRuntime.run {
            if CommandLine.arguments.contains("fail-init") { throw Refusal() }
            if CommandLine.arguments.contains("shutdown") { return ShutdownFunction() }
            if CommandLine.arguments.contains("json") { return Greeter() }
            return RuntimeTestFunction()
        }
    }

    /// The largest answer that Lambda takes.
    private static let maximumAnswer = 6 * 1024 * 1024 + 100
    /// How many events wait for each other.
    private static let meeting = Mutex(0)

    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        switch String(decoding: event, as: UTF8.self) {
        case "log":
            context.logger.info("a line", metadata: ["key": "value"])
            return event
        case "crash":
            // What a failed precondition, an overflow and an unwrapped nil do.
            let numbers = Array(event.prefix(1))
            return [numbers[event.count]]
        case "abort": abort()
        case "overflow the stack":
            return [UInt8(truncatingIfNeeded: Self.depth(of: (event.count, 0, 0, 0, 0, 0, 0, 0)))]
        case "trace":
            let trace = getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) }
            return Array((trace ?? "(unset)").utf8)
        case "fail", #""fail""#: throw Refusal()
        case "largest": return [UInt8](repeating: UInt8(ascii: "1"), count: Self.maximumAnswer)
        case "too large": return [UInt8](repeating: UInt8(ascii: "1"), count: Self.maximumAnswer + 1)
        case "count": return Array(String(event.count).utf8)
        case "meet":
            Self.meeting.withLock { $0 += 1 }
            while Self.meeting.withLock({ $0 }) < 2 { try await Task.sleep(for: .milliseconds(1)) }
            return Array(context.requestID.utf8)
        case "sleep":
            try await Task.sleep(for: .seconds(3600))
            return event
        case "print":
            print("printed")
            try await Task.sleep(for: .seconds(3600))
            return event
        case "print without an end of line":
            print("printed", terminator: "")
            return event
        case "main actor": return await MainActor.run { Array("7".utf8) }
        case "main queue":
            return await withCheckedContinuation { continuation in
                DispatchQueue.main.async { continuation.resume(returning: Array("7".utf8)) }
            }
        case "main queue, later":
            return await withCheckedContinuation { continuation in
                DispatchQueue.main.asyncAfter(deadline: .now() + .milliseconds(5)) {
                    continuation.resume(returning: Array("7".utf8))
                }
            }
        case "main queue, blocking": return DispatchQueue.main.sync { Array("7".utf8) }
        case "main actor, many times":
            var sum = 0
            for number in 0..<100 {
                async let here = MainActor.run { number }
                sum += await here
            }
            return Array(String(sum).utf8)
        case "block":
            while true { sleep(1) }
        default: return event
        }
    }

    /// No generic type, whose metadata a sanitizer would watch being looked up.
    private typealias Room = (Int, Int, Int, Int, Int, Int, Int, Int)

    /// Recursion without end. It allocates nothing: the stack would run out while an allocator, or a sanitizer's own,
    /// holds a lock that the report's system calls take too.
    private static func depth(of room: Room) -> Int {
        var next = room
        next.0 &+= 1
        // Neither negative, which the compiler does not see, nor a loop, which it could make of a sum alone.
        return next.0 < 0 ? 0 : 1 &+ depth(of: next) ^ next.0
    }
}

/// Takes a name.
struct Greeter: JSONLambdaHandler {
    struct Event: Decodable { var name: String }

    func handle(_ event: Event, context: LambdaContext) async throws -> [String: String] {
        ["greeting": "Hello \(event.name)"]
    }
}

struct Refusal: Error, CustomStringConvertible {
    var description: String { "refused, as asked" }
}

/// Echoes, and tells when it is ended.
struct ShutdownFunction: LambdaHandler, LambdaShutdownHandler {
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        if event == Array("block".utf8) { while true { sleep(1) } }
        return event
    }

    func shutDown(before deadline: LambdaClock.Instant) async {
        try? await Task.sleep(for: .milliseconds(5))
        print("shut down, \(LambdaClock().now < deadline ? "in time" : "late")")
    }
}

/// Sends the event twice, piece by piece; fails in the middle if the event says so.
struct StreamingFunction: StreamingLambdaHandler {
    func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws {
        if event == Array("fail at once".utf8) { throw Refusal() }
        try response.setContentType("text/plain")
        try await response.write(event)
        if event == Array("fail".utf8) { throw Refusal() }
        try await Task.sleep(for: .milliseconds(5))
        try await response.write(event)
    }
}
