/// A function that sends its answer piece by piece, for function URLs with `InvokeMode: RESPONSE_STREAM` and
/// `InvokeWithResponseStream` (AWS Lambda Developer Guide, "Response streaming for Lambda functions").
public protocol StreamingLambdaHandler: LambdaFunction {
    /// Handles one event. Returning ends the answer.
    ///
    /// - Parameters:
    ///   - event: the event as the invoker sent it.
    ///   - response: takes the answer, up to 200 MB.
    ///   - context: what Lambda says about the event.
    /// - Throws: any error. Before the first byte the invoker gets it in place of an answer, later after
    ///   what was sent until then.
    func handle(_ event: [UInt8], response: LambdaResponseStream, context: LambdaContext) async throws
}
