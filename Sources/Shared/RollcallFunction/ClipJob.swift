package import LambdaRuntime
package import Logging
package import RollcallMessages

/// One clip on its way through a function: what is asked, the invocation, and the stages so far.
package struct ClipJob<Request: ClipMessage>: Sendable {
    /// What is asked.
    package var request: Request
    /// The invocation.
    package let context: LambdaContext
    /// The stages that are behind the clip.
    package var timings: Timings

    /// A request that a function takes up.
    ///
    /// - Parameters:
    ///   - stage: The stage at which the function has it.
    ///   - receivedAt: When that was, in Unix milliseconds.
    package init(_ request: Request, at stage: Stage, receivedAt: Int64, context: LambdaContext) {
        self.request = request
        self.context = context
        timings = request.timings
        timings.mark(stage, of: request.identity, now: receivedAt)
    }

    /// Notes that the clip passes a stage now.
    package mutating func mark(_ stage: Stage) {
        timings.mark(stage, of: request.identity)
    }

    /// What log lines about the clip carry.
    package var metadata: Logger.Metadata { ["clip": "\(request.clipKey)"] }

    /// The clip's result, as far as the request and the invocation say it.
    package func result(
        _ status: RecognitionResult.Status, people: [RecognizedFace] = [], confidence: Double? = nil,
        error: String? = nil
    ) -> RecognitionResult {
        RecognitionResult(
            identity: request.identity, clipKey: request.clipKey, status: status, people: people,
            confidence: confidence, error: error, isPreview: request.isPreview, route: request.knownRoute,
            trace: context.traceID, timings: timings)
    }

    /// How long the clip took, for CloudWatch, once the answer is out.
    ///
    /// - Parameters:
    ///   - function: The function that says so.
    ///   - status: How it ended.
    ///   - stages: The stages to tell of.
    package func measure(_ function: String, status: String, stages: [Stage]) {
        let metrics = ClipMetrics(
            function: function, clip: request.clipKey, route: request.knownRoute, status: status,
            timings: timings, stages: stages)
        context.afterResponse { metrics.print() }
    }
}
