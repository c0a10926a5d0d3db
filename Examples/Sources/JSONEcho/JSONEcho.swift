import LambdaRuntime
import LambdaRuntimeJSON

/// Answers with the event, as a Swift type: `{"id": 1, "kind": "greeting", "items": ["hello"]}`.
@main
struct JSONEcho: JSONLambdaHandler {
    struct Message: Codable {
        var id: Int
        var kind: String
        var items: [String]
    }

    func handle(_ message: Message, context: LambdaContext) async throws -> Message { message }

    static func main() {
        LambdaRuntime.run { JSONEcho() }
    }
}
