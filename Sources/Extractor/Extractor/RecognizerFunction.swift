import AWSClients
import LambdaRuntime
import RollcallFunction
import RollcallMessages

/// The function that the frames go to.
struct RecognizerFunction: Sendable {
    let client: LambdaClient
    /// A name, `name:alias` or an ARN.
    let name: String

    /// Invokes it with a `RecognitionRequest` or a `WakeUp`, without waiting for its answer.
    ///
    /// - Throws: `AWSError`.
    func invoke(_ payload: [UInt8], traceID: String?) async throws {
        try await client.invokeAsync(function: name, payload: payload, traceID: traceID)
    }

    /// Invokes it with a `RecognitionRequest` and waits for what it says of the frames.
    ///
    /// - Throws: `AWSError`, or `FunctionFailure` if the function failed.
    func answer(to payload: [UInt8], context: LambdaContext) async throws -> RecognitionResult {
        let remaining = min(max(context.remainingTime, .zero), .seconds(900))
        let reply = try await client.invoke(
            function: name, payload: payload, timeout: remaining, traceID: context.traceID)
        guard reply.functionError == nil,
            let result = try? MessageCoding.decode(RecognizerReply.self, from: reply.payload).results.first
        else {
            throw FunctionFailure(
                function: name, reason: String(decoding: reply.payload.prefix(1000), as: UTF8.self))
        }
        return result
    }
}
