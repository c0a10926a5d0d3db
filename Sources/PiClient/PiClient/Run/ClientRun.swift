import AWSClients
import RollcallMessages
import RollcallServices

/// One run of the client: films, sends, receives and shows, until the film ends.
struct ClientRun: Sendable {
    let settings: Settings
    /// The process's environment, for AWS's own settings and for finding the camera command.
    let environment: [String: String]
    /// Plays recordings as fast as they can be sent, instead of in real time.
    let isFast: Bool
    let format: any ResultFormat
    let console: Console

    /// How many clips are with the functions at once where the film is a recording that need not wait for the clock.
    private static let fastFlight = 8

    /// What a run came to. A failure does not lose the account of what happened before it.
    struct Outcome {
        let summary: RunSummary
        let failure: (any Error)?
    }

    /// Runs until the source ends or `stop` is requested, then waits for the results still expected.
    ///
    /// - Parameter giveUp: ends that waiting too.
    /// - Throws: `SettingsError`, `CaptureError`, `SpoolError` or `AWSError` if the run cannot begin.
    func run(until stop: StopSignal, givingUpAt giveUp: StopSignal) async throws -> Outcome {
        let bucket = try settings.requiredBucket()
        let queueURL = try settings.requiredQueueURL()
        let target = CaptureTarget(settings.source)
        let source = try target.source(
            settings.camera, clipSeconds: settings.clipSeconds, inRealTime: !isFast,
            searchPath: environment["PATH"] ?? "", notice: console.notice)
        let spool = try ClipSpool(settings, notice: console.notice)
        let session = try AWSSession(configuration: .client(settings, environment: environment))
        let ledger = ClipLedger(answerTime: .seconds(settings.answerSeconds))
        let show: @Sendable (RecognitionResult, Bool) -> Void = { result, isAhead in
            var result = result
            result.timings.mark(.received, of: result.identity)
            guard let clip = ledger.answer(result, isAhead: isAhead), let text = format.text(of: clip) else {
                return
            }
            console.show(text, of: clip)
        }
        let queue = ClipQueue(capacity: settings.queueClips, overflow: isFast ? .wait : .dropOldest)
        let sender = ClipSender(
            uploader: ClipUploader(
                s3: S3Client(session: session), lambda: LambdaClient(session: session), bucket: bucket,
                extractor: settings.extractor, way: settings.way),
            spool: spool, ledger: ledger, device: settings.device,
            flight: ClipSender.Flight(
                maximum: isFast ? min(settings.flightClips, Self.fastFlight) : settings.flightClips,
                startsSlowly: isFast),
            answered: { show($0, true) }, notice: console.notice)
        let results = ResultQueue(
            client: SQSClient(session: session), url: queueURL, device: settings.device)
        let poller = ResultPoller(queue: results, device: settings.device, notice: console.notice)
        let filming = Filming(
            capture: Capture(
                source: source, clipSeconds: settings.clipSeconds, frameRate: settings.camera.frameRate,
                rotation: settings.camera.statedRotation(of: target),
                sendsFirstFrames: settings.way == .firstFrame),
            queue: queue, sender: sender, uploads: settings.uploads, ledger: ledger,
            patience: .seconds(settings.resultSeconds))

        var failure: (any Error)?
        do {
            try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    await session.warmUp([.s3, .lambda], bucket: bucket)
                    return false
                }
                group.addTask {
                    try await results.makeIfMissing()
                    try await poller.run(count: settings.pollers) { show($0, false) }
                    return false
                }
                group.addTask {
                    try await filming.run(until: stop, givingUpAt: giveUp)
                    return true
                }
                do {
                    while try await group.next() == false {}
                } catch {
                    stop.request()
                    giveUp.request()
                    throw error
                }
                group.cancelAll()
            }
        } catch {
            failure = error
        }
        await session.shutdown()
        var summary = ledger.summary()
        summary.dropped += queue.dropped
        summary.kept = await spool.count
        return Outcome(summary: summary, failure: failure)
    }
}

extension ClipSpool {
    /// The spool of the device: another device's clips would be sent under the wrong name.
    init(_ settings: Settings, notice: @escaping @Sendable (String) -> Void = { _ in }) throws(SpoolError) {
        try self.init(
            folder: Self.folder(of: settings),
            limits: Limits(
                maximumBytes: settings.spoolMegabytes * 1_000_000, maximumClips: settings.spoolClips),
            notice: notice)
    }

    static func folder(of settings: Settings) -> String {
        settings.spoolFolder + "/" + settings.device
    }
}
