import AWSClients
import LambdaRuntime
import Logging
import RollcallFunction
import RollcallMessages
import RollcallServices

/// The Extractor function: takes any event that brings clips, and extracts one clip after the other.
struct ExtractorHandler: LambdaHandler {
    private let configuration: ExtractorConfiguration
    private let extraction: ClipExtraction
    private let meter: FunctionMeter

    /// Reads the environment, fetches credentials and opens connections, so that no event has to.
    ///
    /// - Throws: `ConfigurationError` or `AWSError` if a variable is missing or makes no sense.
    init(environment: [String: String]) async throws {
        configuration = try ExtractorConfiguration(environment: environment)
        let session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        let s3 = S3Client(session: session)
        meter = FunctionMeter(session, environment: environment)
        extraction = ClipExtraction(
            s3: s3, frames: FrameStore(s3: s3), quality: configuration.jpegQuality,
            keptFrames: configuration.keptFrames, keptClips: configuration.keptClips,
            recognizer: RecognizerFunction(
                client: LambdaClient(session: session), name: configuration.recognizer),
            results: ResultQueue(client: SQSClient(session: session), url: configuration.queueURL),
            meter: meter)
        await session.warmUp([.s3, .lambda], bucket: configuration.bucket)
    }

    /// Extracts an event's clips.
    ///
    /// Invoked by a device's alias, it takes that device's clips alone.
    ///
    /// A clip that cannot be extracted gets a `failed` result and counts as done. AWS being unreachable does not: it
    /// is thrown, or reported for the message of a batch, so that the service delivers the event again.
    ///
    /// - Throws: `EventError`, `DeviceRefusal`, or `AWSError` where trying again can help.
    /// - Returns: An `ExtractorReply`, or an `SQSBatchResponse` where the event is a batch of SQS messages.
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let start = ContinuousClock.now
        let receivedAt = WallClock.now()
        defer { meter.finish(context, since: start) }
        let invoker = try InvokingDevice(functionARN: context.invokedFunctionARN)
        let work = try Work(
            extractorEvent: event,
            defaults: EventDefaults(
                bucket: configuration.bucket, route: configuration.route, receivedAt: receivedAt))
        if work.isWakeUp { wakeRecognizer(afterAnswerTo: context) }
        return try await work.answer(context: context) { request in
            try invoker.check(request, bucket: configuration.bucket)
            return try await extraction.extract(
                ClipJob(request, at: .extractorStarted, receivedAt: receivedAt, context: context))
        } reply: { clips in
            try MessageCoding.encode(ExtractorReply(clips: clips))
        }
    }

    /// Passes a wake-up on: a device may invoke the Extractor alone.
    private func wakeRecognizer(afterAnswerTo context: LambdaContext) {
        context.afterResponse { [recognizer = extraction.recognizer] in
            do {
                try await recognizer.invoke(WakeUp.event, traceID: context.traceID)
            } catch {
                context.logger.warning("The Recognizer was not woken", error: error)
            }
        }
    }
}
