import AWSClients
import FaceRecognition
import LambdaEvents
import LambdaRuntime
import Logging
import RollcallMessages
import RollcallServices

/// The Recognizer function: takes any event that brings frames, photographs of a person to enrol, or a correction.
struct RecognizerHandler: LambdaHandler {
    private let configuration: RecognizerConfiguration
    private let recognition: Recognition
    private let enrolment: Enrolment
    private let correction: CorrectionOfClip
    private let gallery: GalleryCache

    /// Reads the environment, loads models and gallery and opens connections, so that no event has to.
    ///
    /// - Throws: `ConfigurationError`, `ModelError` or `AWSError`.
    init(environment: [String: String]) async throws {
        let configuration = try RecognizerConfiguration(environment: environment)
        let session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        let s3 = S3Client(session: session)
        let table = StudentTable(client: DynamoDBClient(session: session), name: configuration.table)
        let source = GallerySource(
            table: table,
            snapshots: configuration.bucket.map {
                GallerySnapshots(s3: s3, bucket: $0, table: configuration.table)
            })
        // The network works while the models are loaded.
        async let cache = GalleryCache(source: source)
        async let connections: Void = session.warmUp([.s3, .sqs], bucket: configuration.bucket)
        let models = try FaceModels(folder: configuration.models)
        Logger(label: "Recognizer") { LambdaLogHandler(label: $0) }.info(
            "Models loaded",
            metadata: [
                "detector": "\(models.detector.model.name)", "embedder": "\(models.embedder.model.name)",
                "instructions": "\(FaceEmbedder.instructionSet)",
            ])
        let gallery = await cache
        await connections
        let loader = FrameLoader(s3: s3)
        let recognizer = ClipRecognizer(models: models, settings: configuration.settings)
        let rows = StudentRows(table: table)
        recognition = Recognition(
            loader: loader, recognizer: recognizer, gallery: gallery, rows: rows, tableName: table.name,
            results: ResultQueue(client: SQSClient(session: session), url: configuration.queueURL))
        enrolment = Enrolment(
            s3: s3, bucket: configuration.bucket, gate: EnrolmentGate(models: models), gallery: gallery,
            table: table, rows: rows)
        correction = CorrectionOfClip(
            loader: loader, bucket: configuration.bucket, recognizer: recognizer, gallery: gallery,
            table: table)
        self.configuration = configuration
        self.gallery = gallery
    }

    /// Does an event's work.
    ///
    /// A clip that cannot be recognised gets a `failed` result and counts as done. AWS being unreachable does not: it
    /// is thrown, or reported for the message of a batch, so that the service delivers the event again.
    ///
    /// - Returns: An `SQSBatchResponse` where the event is a batch of SQS messages, an `EnrolmentReply` or a
    ///   `CorrectionReply` where it is one of these, and a `RecognizerReply` otherwise.
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let receivedAt = WallClock.now()
        let work = try Work(
            recognizerEvent: event,
            defaults: EventDefaults(bucket: configuration.bucket, receivedAt: receivedAt))
        var reply = RecognizerReply()
        var enrolled: [EnrolmentReply] = []
        var corrected: [CorrectionReply] = []
        var failures: [(messageID: String?, error: any Error)] = []
        for item in work.items {
            do {
                switch try item.request.get() {
                case .recognize(let request):
                    reply.results.append(
                        try await recognition.recognize(request, receivedAt: receivedAt, context: context))
                case .enroll(let request):
                    enrolled.append(try await enrolment.enrol(request, context: context))
                case .correct(let request):
                    corrected.append(try await correction.correct(request, context: context))
                }
            } catch {
                context.logger.error("Work was not done", error: error)
                failures.append((item.messageID, error))
            }
        }
        await refreshGallery(after: reply, context: context)
        if work.isBatch, failures.allSatisfy({ $0.messageID != nil }) {
            return try MessageCoding.encode(
                SQSBatchResponse(failedMessageIDs: failures.compactMap(\.messageID)))
        }
        if let failure = failures.first { throw failure.error }
        if reply.results.isEmpty, let first = enrolled.first { return try MessageCoding.encode(first) }
        if reply.results.isEmpty, let first = corrected.first { return try MessageCoding.encode(first) }
        return try MessageCoding.encode(reply)
    }

    /// Reads the table again where that is due. The results are on their way already, so nobody waits for it.
    private func refreshGallery(after reply: RecognizerReply, context: LambdaContext) async {
        let knowsTooMany = reply.results.contains { $0.status == .failed && $0.name != nil }
        do {
            try await gallery.refresh(force: knowsTooMany)
        } catch {
            context.logger.warning("The gallery was not refreshed", error: error)
        }
    }
}
