import LambdaEvents
import LambdaRuntime
import LambdaRuntimeJSON

@main
struct <NAME>: JSONLambdaHandler {
    func handle(_ request: FunctionURLRequest, context: LambdaContext) async throws -> FunctionURLResponse {
        switch request.method {
        case "GET": FunctionURLResponse(text: "Hello from \(request.path)\n")
        case "PUT", "POST": FunctionURLResponse(statusCode: 201, text: request.text)
        default: FunctionURLResponse(statusCode: 405)
        }
    }

    static func main() {
        LambdaRuntime.run { <NAME>() }
    }
}
