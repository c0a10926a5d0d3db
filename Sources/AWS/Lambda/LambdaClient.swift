/// AWS Lambda: invoking functions ("AWS Lambda API Reference").
public struct LambdaClient: Sendable {
    let session: AWSSession

    /// A client on `session`'s connections and credentials.
    public init(session: AWSSession) {
        self.session = session
    }

    /// Runs a function and waits for its answer ("Invoke", type `RequestResponse`). A function that failed
    /// does not throw: see ``InvocationReply/functionError``.
    ///
    /// - Parameters:
    ///   - function: a name, `name:alias` or an ARN.
    ///   - payload: JSON, up to 6 MB.
    ///   - timeout: how long the function may take; it comes on top of the session's own time-out.
    public func invoke(
        function: String, payload: [UInt8], qualifier: String? = nil, logTail: Bool = false,
        timeout: Duration = .seconds(60)
    ) async throws(AWSError) -> InvocationReply {
        throw unfinished("Invoke", function)
    }

    /// Queues an invocation and returns its request id ("Invoke", type `Event`).
    ///
    /// - Parameter payload: JSON, up to 1 MB.
    @discardableResult
    public func invokeAsync(
        function: String, payload: [UInt8], qualifier: String? = nil
    ) async throws(AWSError) -> String? {
        throw unfinished("Invoke", function)
    }

    /// What Lambda says about a function ("GetFunction").
    public func getFunction(_ function: String) async throws(AWSError) -> LambdaFunctionDescription {
        throw unfinished("GetFunction", function)
    }

    private func unfinished(_ operation: String, _ function: String) -> AWSError {
        AWSError(
            kind: .configuration, service: "Lambda", operation: operation, resource: function,
            message: "not built yet")
    }
}
