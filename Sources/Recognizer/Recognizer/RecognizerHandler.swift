import AWSClients
import FaceRecognition
import LambdaRuntime
import Logging
import RollcallFunction
import RollcallMessages
import RollcallServices

/// The Recognizer function: takes any event that brings frames, photographs of a person to enroll, or a correction.
struct RecognizerHandler: LambdaHandler {
    private let configuration: RecognizerConfiguration
    private let recognition: Recognition
    private let enrollment: Enrollment
    private let correction: CorrectionOfClip
    private let report: ModelReport
    private let gallery: GalleryCache
    private let meter: FunctionMeter

    /// Reads the environment, loads models and gallery and opens connections, so that no event has to.
    ///
    /// - Throws: `ConfigurationError`, `ModelError` or `AWSError`.
    init(environment: [String: String]) async throws {
        let configuration = try RecognizerConfiguration(environment: environment)
        let session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        meter = FunctionMeter(session, environment: environment)
        let s3 = S3Client(session: session)
        let dynamoDB = DynamoDBClient(session: session)
        let table = StudentTable(client: dynamoDB, name: configuration.table)
        // Mapped, not read.
        let models = try FaceModels(folder: configuration.models)
        let model = models.embedder.model.name
        let source = GallerySource(
            table: table, model: model,
            snapshots: configuration.bucket.map {
                GallerySnapshots(s3: s3, bucket: $0, table: table, model: model)
            })
        async let cache = GalleryCache(source: source)
        async let connections: Void = session.warmUp([.s3, .sqs], bucket: configuration.bucket)
        let logger = Logger(label: "Recognizer") { LambdaLogHandler(label: $0) }
        logger.info(
            "Models loaded",
            metadata: [
                "detector": "\(models.detector.model.name)", "embedder": "\(models.embedder.model.name)",
                "instructions": "\(FaceEmbedder.instructionSet)",
            ])
        let gallery = await cache
        await connections
        let loader = FrameLoader(s3: s3)
        var settings = configuration.settings
        if let threshold = settings.threshold, !models.embedder.model.namingThreshold.mayBe(threshold) {
            logger.error(
                """
                ROLLCALL_THRESHOLD is another network's: this one's own rule is used. Remove it, or set what \
                `rollcall calibrate` says
                """,
                metadata: ["threshold": "\(threshold)", "embedder": "\(model)"])
            settings.threshold = nil
        }
        let recognizer = ClipRecognizer(models: models, settings: settings)
        let rows = StudentRows(table: table)
        let attendance = configuration.attendance.map { name in
            AttendanceBook(
                table: AttendanceTable(client: dynamoDB, name: name, days: configuration.attendanceDays))
        }
        recognition = Recognition(
            loader: loader, recognizer: recognizer, gallery: gallery, rows: rows, attendance: attendance,
            tableName: table.name,
            results: ResultQueue(client: SQSClient(session: session), url: configuration.queueURL),
            strangers: StrangerFolder(s3: s3), clips: ClipKeeper(s3: s3), meter: meter)
        enrollment = Enrollment(
            s3: s3, bucket: configuration.bucket, gate: EnrollmentGate(models: models), gallery: gallery,
            table: table, rows: rows)
        correction = CorrectionOfClip(
            loader: loader, bucket: configuration.bucket, recognizer: recognizer, gallery: gallery,
            table: table, attendance: attendance)
        report = ModelReport(models: models, table: table)
        self.configuration = configuration
        self.gallery = gallery
    }

    /// Does an event's work.
    ///
    /// A clip that cannot be recognized gets a `failed` result and counts as done. AWS being unreachable does not: it
    /// is thrown, or reported for the message of a batch, so that the service delivers the event again.
    ///
    /// A wake-up brings no work, but the gallery is read again where that is due.
    ///
    /// - Returns: An `SQSBatchResponse` where the event is a batch of SQS messages, an `EnrollmentReply` or a
    ///   `CorrectionReply` where it is one of these, and a `RecognizerReply` otherwise.
    func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
        let start = ContinuousClock.now
        let receivedAt = WallClock.now()
        defer { meter.finish(context, since: start) }
        let work = try Work(
            recognizerEvent: event,
            defaults: EventDefaults(bucket: configuration.bucket, receivedAt: receivedAt))
        return try await work.answer(context: context) { request -> any Encodable & Sendable in
            switch request {
            case .recognize(let request):
                try await recognition.recognize(
                    ClipJob(request, at: .recognizerStarted, receivedAt: receivedAt, context: context))
            case .enroll(let request): try await enrollment.enroll(request, context: context)
            case .correct(let request): try await correction.correct(request, context: context)
            case .models: try await report.reply()
            }
        } reply: { outcomes in
            let results = outcomes.compactMap { $0 as? RecognitionResult }
            refreshGallery(afterAnswerTo: context)
            if results.isEmpty, let other = outcomes.first { return try MessageCoding.encode(other) }
            return try MessageCoding.encode(RecognizerReply(results: results))
        }
    }

    /// Reads the table again where that is due; nobody waits for it.
    private func refreshGallery(afterAnswerTo context: LambdaContext) {
        context.afterResponse { [gallery, logger = context.logger] in
            do {
                try await gallery.refresh()
            } catch {
                logger.warning("The gallery was not refreshed", error: error)
            }
        }
    }
}
