import LambdaRuntime
import Logging

/// A function for tests that need a process of their own. The event says what to do.
@main
struct RuntimeTestFunction: LambdaHandler {
    static func main() {
        LambdaRuntime.run {
            if CommandLine.arguments.contains("fail-init") { throw Refusal() }
            return RuntimeTestFunction()
        }
    }

    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        switch String(decoding: event, as: UTF8.self) {
        case "throw": throw Refusal()
        case "log":
            context.logger.info("a line", metadata: ["key": "value"])
            return event
        default: return event
        }
    }
}

struct Refusal: Error, CustomStringConvertible {
    var description: String { "refused, as asked" }
}
