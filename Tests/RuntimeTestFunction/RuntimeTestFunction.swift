import Glibc
import LambdaRuntime
import Logging

/// A function for tests that need a process of their own. The event says what to do.
@main
struct RuntimeTestFunction: LambdaHandler {
    static func main() {
        LambdaRuntime.run {
            if CommandLine.arguments.contains("fail-init") { throw Refusal() }
            if CommandLine.arguments.contains("shutdown") { return ShutdownFunction() }
            return RuntimeTestFunction()
        }
    }

    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        switch String(decoding: event, as: UTF8.self) {
        case "log":
            context.logger.info("a line", metadata: ["key": "value"])
            return event
        case "crash":
            // What a failed precondition, an overflow and an unwrapped nil do.
            let numbers = Array(event.prefix(1))
            return [numbers[event.count]]
        case "overflow the stack": return [Self.depth(of: event)]
        case "trace":
            let trace = getenv("_X_AMZN_TRACE_ID").map { String(cString: $0) }
            return Array((trace ?? "(unset)").utf8)
        default: return event
        }
    }

    /// Recursion without end.
    private static func depth(of event: [UInt8]) -> UInt8 {
        // It never is empty, which the compiler does not see.
        event.isEmpty ? 0 : 1 &+ depth(of: event + [1]) ^ (event.last ?? 0)
    }
}

struct Refusal: Error, CustomStringConvertible {
    var description: String { "refused, as asked" }
}

/// Echoes, and tells when it is ended.
struct ShutdownFunction: LambdaHandler, LambdaShutdownHandler {
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }

    func shutDown(before deadline: LambdaClock.Instant) async {
        try? await Task.sleep(for: .milliseconds(5))
        print("shut down, \(LambdaClock().now < deadline ? "in time" : "late")")
    }
}
