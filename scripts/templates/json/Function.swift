import LambdaRuntime
import LambdaRuntimeJSON

@main
struct <NAME>: JSONLambdaHandler {
    struct Event: Decodable {
        var name: String
    }

    struct Output: Encodable {
        var greeting: String
    }

    func handle(_ event: Event, context: LambdaContext) async throws -> Output {
        context.logger.info("greeting", metadata: ["name": "\(event.name)"])
        return Output(greeting: "Hello \(event.name)")
    }

    static func main() {
        LambdaRuntime.run { <NAME>() }
    }
}
