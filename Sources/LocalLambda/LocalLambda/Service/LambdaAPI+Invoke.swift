import LambdaLoopback
import WireFormats

extension LambdaAPI {
    /// Invoke. Source: AWS Lambda API Reference, "Invoke".
    func invoke(
        _ identifier: FunctionIdentifier, _ request: HTTPRequest
    ) async throws(InvokeRefusal) -> HTTPAnswer {
        let invoke = try InvokeRequest(request)
        let function = try await service.function(identifier)
        let invocation = Invocation(
            functionARN: settings.arn(of: identifier.name, qualifier: identifier.qualifier), invoke)
        var headers = [(name: Self.requestIDHeader, value: invocation.requestID)]
        switch invoke.type {
        case .dryRun:
            return HTTPAnswer(204, headers: headers)
        case .event:
            try await events.enqueue(invocation, for: function)
            return HTTPAnswer(202, headers: headers)
        case .requestResponse:
            let outcome = try await function.invoke(invocation, wantsLog: invoke.wantsLog)
            headers.append((name: "X-Amz-Executed-Version", value: "$LATEST"))
            headers.append((name: "X-Amzn-Trace-Id", value: invocation.traceID))
            if outcome.isFunctionError {
                headers.append((name: "X-Amz-Function-Error", value: "Unhandled"))
            }
            if invoke.wantsLog {
                headers.append((name: "X-Amz-Log-Result", value: Base64.encode(outcome.logTail)))
            }
            return HTTPAnswer(200, json: outcome.payload, headers: headers)
        }
    }
}
