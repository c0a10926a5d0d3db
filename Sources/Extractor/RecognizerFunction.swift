import AWSClients
import LambdaRuntime
import Pipeline

/// The function that the frames go to.
struct RecognizerFunction: Sendable {
    let client: LambdaClient
    /// A name, `name:alias` or an ARN.
    let name: String

    /// Invokes it with a clip's frames, without waiting for its answer.
    ///
    /// - Throws: `AWSError`.
    func invoke(_ request: RecognitionRequest, traceID: String?) async throws {
        try await client.invokeAsync(
            function: name, payload: try MessageCoding.encode(request), traceID: traceID)
    }

    /// Invokes it with a clip's frames and waits for what it says of them.
    ///
    /// - Throws: `AWSError`, or `RecognizerFailure` if the function failed.
    func answer(to request: RecognitionRequest, context: LambdaContext) async throws -> RecognitionResult {
        let remaining = min(max(context.remainingTime, .zero), .seconds(900))
        let reply = try await client.invoke(
            function: name, payload: try MessageCoding.encode(request), timeout: remaining,
            traceID: context.traceID)
        guard reply.functionError == nil,
            let result = try MessageCoding.decode(RecognizerReply.self, from: reply.payload).results.first
        else {
            throw RecognizerFailure(
                function: name, reason: String(decoding: reply.payload.prefix(1000), as: UTF8.self))
        }
        return result
    }
}

/// The Recognizer was invoked and failed.
struct RecognizerFailure: Error, Hashable, CustomStringConvertible {
    let function: String
    let reason: String

    var description: String { "The function \(function) failed: \(reason). Its log says more." }
}
