import FlyingFox
import Foundation

/// The Runtime API over HTTP, one server an execution environment.
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
enum RuntimeAPI {
    /// Starts the server on a free port.
    static func serve(_ environment: ExecutionEnvironment) async throws -> LoopbackServer {
        try await LoopbackServer(port: 0) { [weak environment] request, body in
            guard let environment else { return response(to: .gone) }
            return await respond(to: request, body: body, environment: environment)
        }
    }

    private static func respond(
        to request: HTTPRequest, body: [UInt8], environment: ExecutionEnvironment
    ) async -> HTTPResponse {
        let path = request.path.split(separator: "/").map(String.init)
        switch (request.method, path.first, path.dropFirst().joined(separator: "/")) {
        case (.GET, "2018-06-01", "runtime/invocation/next"):
            return response(to: await environment.next())
        case (.POST, "2018-06-01", "runtime/init/error"):
            return response(to: await environment.initializationFailed(body))
        case (.POST, "2018-06-01", _) where path.count == 5 && path[1...2] == ["runtime", "invocation"]:
            guard path[4] == "response" || path[4] == "error" else { break }
            return response(
                to: await environment.answer(
                    to: path[3], with: body, isError: path[4] == "error",
                    responseMode: request.headers[HTTPHeader("Lambda-Runtime-Function-Response-Mode")]))
        case (.POST, "2020-01-01", "extension/register"):
            return response(to: await environment.registerExtension())
        case (.GET, "2020-01-01", "extension/event/next"):
            return response(to: await environment.nextExtensionEvent())
        default: break
        }
        return HTTPResponse(statusCode: .notFound, body: Data("404 page not found\n".utf8))
    }

    private static func response(to answer: RuntimeAnswer) -> HTTPResponse {
        switch answer {
        case .event(let invocation, let deadline):
            var headers: HTTPHeaders = [
                .contentType: "application/json",
                HTTPHeader("Lambda-Runtime-Aws-Request-Id"): invocation.requestID,
                HTTPHeader("Lambda-Runtime-Deadline-Ms"): String(deadline),
                HTTPHeader("Lambda-Runtime-Invoked-Function-Arn"): invocation.functionARN,
                HTTPHeader("Lambda-Runtime-Trace-Id"): invocation.traceID,
            ]
            headers[HTTPHeader("Lambda-Runtime-Client-Context")] = invocation.clientContext
            headers[HTTPHeader("Lambda-Runtime-Aws-Tenant-Id")] = invocation.tenantID
            return HTTPResponse(statusCode: .ok, headers: headers, body: Data(invocation.payload))
        case .accepted:
            return .json(Data("{\"status\":\"OK\"}\n".utf8), status: .accepted)
        case .registered(let extensionID):
            return .json(
                Data("{}".utf8), headers: [HTTPHeader("Lambda-Extension-Identifier"): extensionID])
        case .refused(let refusal):
            let error = FunctionError(errorType: refusal.type, errorMessage: refusal.message)
            return .json(
                Data(error.json + [UInt8(ascii: "\n")]),
                status: HTTPStatusCode(refusal.status, phrase: refusal.type))
        }
    }
}
