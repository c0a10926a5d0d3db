/// A call of the Runtime API or the Extensions API (AWS Lambda Developer Guide, "Using the Lambda runtime API for
/// custom runtimes" and "Using the Lambda Extensions API to create extensions").
package enum RuntimeCall: Hashable, Sendable {
    /// `GET /2018-06-01/runtime/invocation/next`
    case next
    /// `POST /2018-06-01/runtime/invocation/{id}/response`
    case response(id: String)
    /// `POST /2018-06-01/runtime/invocation/{id}/error`
    case error(id: String)
    /// `POST /2018-06-01/runtime/init/error`
    case initializationError
    /// `POST /2020-01-01/extension/register`
    case registerExtension
    /// `GET /2020-01-01/extension/event/next`
    case nextExtensionEvent
    /// Anything else.
    case unknown

    package init(_ request: HTTPRequest) {
        let path = request.path
        self =
            switch (request.method, path.first, path.count) {
            case ("GET", "2018-06-01", _) where path.dropFirst() == ["runtime", "invocation", "next"]: .next
            case ("POST", "2018-06-01", 5) where path[1...2] == ["runtime", "invocation"]:
                switch path[4] {
                case "response": .response(id: path[3])
                case "error": .error(id: path[3])
                default: .unknown
                }
            case ("POST", "2018-06-01", _) where path.dropFirst() == ["runtime", "init", "error"]:
                .initializationError
            case ("POST", "2020-01-01", _) where path.dropFirst() == ["extension", "register"]:
                .registerExtension
            case ("GET", "2020-01-01", _) where path.dropFirst() == ["extension", "event", "next"]:
                .nextExtensionEvent
            default: .unknown
            }
    }
}
