import AWSClients
import LambdaEvents
import LambdaRuntime
import Logging
import RollcallMessages
import RollcallServices

/// The Extractor function: takes any event that brings clips, and extracts one clip after the other.
struct ExtractorHandler: LambdaHandler {
    private let configuration: ExtractorConfiguration
    private let extraction: ClipExtraction

    /// Reads the environment, fetches credentials and opens connections, so that no event has to.
    ///
    /// - Throws: `ConfigurationError` or `AWSError` if a variable is missing or makes no sense.
    init(environment: [String: String]) async throws {
        configuration = try ExtractorConfiguration(environment: environment)
        let session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        let s3 = S3Client(session: session)
        extraction = ClipExtraction(
            s3: s3, frames: FrameStore(s3: s3), quality: configuration.jpegQuality,
            recognizer: RecognizerFunction(
                client: LambdaClient(session: session), name: configuration.recognizer),
            results: ResultQueue(client: SQSClient(session: session), url: configuration.queueURL))
        await session.warmUp([.s3, .lambda], bucket: configuration.bucket)
    }

    /// Extracts an event's clips.
    ///
    /// A clip that cannot be extracted gets a `failed` result and counts as done. AWS being unreachable does not: it
    /// is thrown, or reported for the message of a batch, so that the service delivers the event again.
    ///
    /// - Returns: An `ExtractorReply`, or an `SQSBatchResponse` where the event is a batch of SQS messages.
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let receivedAt = WallClock.now()
        let work = try Work(
            extractorEvent: event,
            defaults: EventDefaults(
                bucket: configuration.bucket, route: configuration.route, receivedAt: receivedAt))
        var reply = ExtractorReply()
        var failures: [(messageID: String?, error: any Error)] = []
        for item in work.items {
            do {
                let request = try item.request.get()
                reply.clips.append(
                    try await extraction.extract(request, receivedAt: receivedAt, context: context))
            } catch {
                context.logger.error("Work was not done", error: error)
                failures.append((item.messageID, error))
            }
        }
        if work.isBatch, failures.allSatisfy({ $0.messageID != nil }) {
            return try MessageCoding.encode(
                SQSBatchResponse(failedMessageIDs: failures.compactMap(\.messageID)))
        }
        if let failure = failures.first { throw failure.error }
        return try MessageCoding.encode(reply)
    }
}
