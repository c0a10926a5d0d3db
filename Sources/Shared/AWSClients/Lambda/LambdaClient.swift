import WireFormats

/// AWS Lambda: invoking functions ("AWS Lambda API Reference").
package struct LambdaClient: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    package init(session: AWSSession) {
        self.session = session
    }

    /// Runs a function and waits for its answer ("Invoke", type `RequestResponse`). A function that failed
    /// does not throw: see ``InvocationReply/functionError``.
    ///
    /// - Parameters:
    ///   - function: a name, `name:alias` or an ARN.
    ///   - payload: JSON, up to 6 MB.
    ///   - qualifier: a version or alias.
    ///   - logTail: whether to fetch the end of the log.
    ///   - timeout: how long the function may take; it comes on top of the session's own time-out.
    ///   - traceID: the trace that the invocation belongs to ("Tracing header", AWS X-Ray Developer Guide).
    package func invoke(
        function: String, payload: [UInt8], qualifier: String? = nil, logTail: Bool = false,
        timeout: Duration = .seconds(60), traceID: String? = nil
    ) async throws(AWSError) -> InvocationReply {
        var request = try invocation("RequestResponse", function, payload, qualifier, traceID)
        if logTail { request.headers.append(("x-amz-log-type", "Tail")) }
        request.extraTime = timeout
        let reply = try await session.send(request)
        let log = reply["x-amz-log-result"].flatMap { Base64.decode($0) }
        return InvocationReply(
            payload: reply.body, functionError: reply["x-amz-function-error"],
            executedVersion: reply["x-amz-executed-version"],
            logTail: log.map { String(decoding: $0, as: UTF8.self) }, requestID: reply.requestID)
    }

    /// Queues an invocation and returns its request id ("Invoke", type `Event`).
    ///
    /// - Parameters:
    ///   - function: a name, `name:alias` or an ARN.
    ///   - payload: JSON, up to 1 MB.
    ///   - qualifier: a version or alias.
    ///   - traceID: the trace that the invocation belongs to.
    @discardableResult
    package func invokeAsync(
        function: String, payload: [UInt8], qualifier: String? = nil, traceID: String? = nil
    ) async throws(AWSError) -> String? {
        try await session.send(try invocation("Event", function, payload, qualifier, traceID)).requestID
    }

    /// What Lambda says about a function ("GetFunction").
    ///
    /// - Throws: ``AWSError`` with code `ResourceNotFoundException` when there is no such function.
    package func getFunction(_ function: String) async throws(AWSError) -> LambdaFunctionDescription {
        var request = try request("GetFunction", function)
        request.method = .get
        let output: FunctionOutput = try await session.send(request).decode(request)
        return output.Configuration.description
    }

    private func invocation(
        _ type: String, _ function: String, _ payload: [UInt8], _ qualifier: String?, _ traceID: String?
    ) throws(AWSError) -> ServiceRequest {
        var request = try request("Invoke", function)
        request.path += "/invocations"
        if let qualifier { request.query = [("Qualifier", qualifier)] }
        request.headers = [("content-type", "application/json"), ("x-amz-invocation-type", type)]
        if let traceID { request.headers.append(("x-amzn-trace-id", traceID)) }
        request.body = payload
        return request
    }

    func request(_ operation: String, _ function: String) throws(AWSError) -> ServiceRequest {
        var request = ServiceRequest(service: .lambda, operation: operation, resource: function)
        guard !function.isEmpty else { throw request.error(.configuration, "the function's name is empty") }
        request.path = "/2015-03-31/functions/" + PercentEncoding.encode(function)
        return request
    }

    private struct FunctionOutput: Decodable { let Configuration: Configuration }

    private struct Configuration: Decodable {
        let FunctionName: String
        let FunctionArn: String?
        let State: String?
        let MemorySize: Int?
        let Timeout: Int?

        var description: LambdaFunctionDescription {
            LambdaFunctionDescription(
                name: FunctionName, arn: FunctionArn, state: State, memoryMB: MemorySize,
                timeoutSeconds: Timeout)
        }
    }
}
