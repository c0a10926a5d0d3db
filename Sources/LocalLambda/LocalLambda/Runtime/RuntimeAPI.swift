import LambdaLoopback

/// The Runtime API over HTTP, one server an execution environment.
/// Source: AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes".
enum RuntimeAPI {
    /// Starts the server on a free port.
    static func serve(_ environment: ExecutionEnvironment) throws -> LoopbackServer {
        try LoopbackServer(awaiting: { [weak environment] request in
            guard let environment else { return RuntimeRefusal.gone.answer }
            return await answer(to: request, environment)
        })
    }

    private static func answer(
        to request: HTTPRequest, _ environment: ExecutionEnvironment
    ) async -> HTTPAnswer {
        switch RuntimeCall(request) {
        case .next: await environment.next()
        case .response(let id): await environment.answer(to: id, with: request, isError: false)
        case .error(let id): await environment.answer(to: id, with: request, isError: true)
        case .initializationError: await environment.initializationFailed(request.body)
        case .registerExtension: await environment.registerExtension()
        case .nextExtensionEvent: await environment.nextExtensionEvent()
        case .unknown: .runtimeNotFound
        }
    }
}
