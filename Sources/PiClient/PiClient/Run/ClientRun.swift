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
    var time = TimeSource()

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
        let motion = MotionWatch()
        let gate = try makeGate(motion)
        let target = CaptureTarget(settings.source)
        let source = try target.source(
            settings.camera, clipSeconds: settings.clipSeconds, inRealTime: !isFast,
            searchPath: environment["PATH"] ?? "",
            // What is not filmed in real time is over before its clips are.
            motion: settings.gate == .motion && !isFast ? motion : nil, time: time, notice: console.notice)
        if settings.gate == .motion, (source as? CommandSource)?.command.motionReport == nil {
            console.notice("Nothing tells what moves in this film: all clips are sent. See docs/costs.md.")
        }
        let spool = try ClipSpool(settings, notice: console.notice)
        let session = try AWSSession(configuration: .client(settings, environment: environment))
        let ledger = ClipLedger(answerTime: .seconds(settings.answerSeconds), time: time)
        let broadcast = makeBroadcast()
        defer { broadcast?.end() }
        let notifier = try makeNotifier(session)
        let display = ResultDisplay(
            ledger: ledger, format: format, console: console, broadcast: broadcast, notifier: notifier)
        let link = Link(changes: ledger.changes)
        let queue = ClipQueue(capacity: settings.queueClips, overflow: isFast ? .wait : .dropOldest)
        let uploader = ClipUploader(
            s3: S3Client(session: session), lambda: LambdaClient(session: session), bucket: bucket,
            extractor: settings.extractorFunction, route: settings.route)
        let sender = ClipSender(
            uploader: uploader, spool: spool, display: display, device: settings.device, link: link,
            flight: ClipSender.Flight(
                maximum: isFast ? min(settings.flightClips, Self.fastFlight) : settings.flightClips,
                startsSlowly: isFast),
            time: time, notice: console.notice)
        let poller = ResultPoller(
            queue: ResultQueue(
                client: SQSClient(session: session), url: queueURL, device: settings.device),
            device: settings.device, display: display,
            link: settings.route.answer == .queue ? link : nil, time: time, notice: console.notice)
        let filming = Filming(
            capture: Capture(
                source: source, clipSeconds: settings.clipSeconds, frameRate: settings.camera.frameRate,
                rotation: settings.camera.statedRotation(of: target),
                sendsFirstFrames: settings.route.sendsPreview),
            gate: gate, queue: queue, sender: sender,
            previews: PreviewSender(
                uploader: uploader, display: display, device: settings.device, link: link),
            uploads: settings.uploads, ledger: ledger, patience: .seconds(settings.resultSeconds), time: time,
            notifier: notifier)

        let waker = try makeWaker(uploader)
        let waking = Task { await waker.run() }
        let connections = Task { await session.warmUp([.s3, .lambda], bucket: bucket) }
        let telling = Task { await notifier?.run() }
        let recorder = UsageRecorder(
            folder: settings.deviceFolder, device: settings.device, route: settings.route,
            meter: session.usage, ledger: ledger, gate: gate, time: time)
        let recording = Task { await recorder.run() }
        let receiving = Task {
            do {
                try await poller.run(count: settings.pollers)
            } catch {
                stop.request()
                giveUp.request()
                throw error
            }
        }
        giveUp.whenRequested { receiving.cancel() }
        var failure: (any Error)?
        do {
            try await filming.run(until: stop, givingUpAt: giveUp)
        } catch {
            failure = Self.fault(error)
        }
        poller.stop()
        if poller.isFailing { receiving.cancel() }
        if case .failure(let error) = await receiving.result { failure = Self.fault(error) ?? failure }
        connections.cancel()
        waking.cancel()
        telling.cancel()
        await telling.value
        recording.cancel()
        await recording.value
        await session.shutdown()
        var summary = ledger.summary()
        // They were filmed, but no sender saw them.
        summary.filmed += queue.dropped
        summary.dropped += queue.dropped
        summary.filmed += gate.heldBack
        summary.heldBack = gate.heldBack
        summary.kept = await spool.count
        return Outcome(summary: summary, failure: failure)
    }

    /// The error, or nil where the second signal cut something off, which is no fault.
    private static func fault(_ error: any Error) -> (any Error)? {
        (error as? AWSError)?.kind == .cancelled ? nil : error
    }
}

extension ClientRun {
    /// - Throws: `SettingsError` or `TimetableError` for a gate by schedule without one.
    private func makeGate(_ motion: MotionWatch) throws -> ClipGate {
        let rest = Duration.seconds(settings.gateRest)
        switch settings.gate {
        case .off: return ClipGate(.off, rest: rest)
        case .motion: return ClipGate(.motion(motion), rest: rest)
        case .schedule:
            guard let path = settings.timetable else { throw SettingsError.missing(.timetable) }
            let lessons = LessonTimes(timetable: try Timetable(path: path), device: settings.device)
            return ClipGate(.schedule(lessons), rest: rest)
        }
    }

    /// - Throws: `TimetableError`.
    private func makeWaker(_ uploader: ClipUploader) throws -> FunctionWaker {
        // Where S3 starts the functions, the client may have no right to.
        let times = settings.route.extractorStart == .invocation ? settings.warm : .never
        var lessons: LessonStarts?
        if times == .lesson, let path = settings.timetable {
            lessons = LessonStarts(timetable: try Timetable(path: path), device: settings.device)
        }
        return FunctionWaker(times, lessons: lessons, time: time) { await uploader.wakeFunctions() }
    }

    /// The address for onlookers. A run without one films all the same.
    private func makeBroadcast() -> Broadcast? {
        do {
            if let broadcast = try Broadcast(folder: settings.deviceFolder) { return broadcast }
            console.notice(
                "Another client films as the device \(settings.device) on this machine. "
                    + "Give each an id of its own (--device).")
        } catch {
            console.notice("rollcall watch cannot look on at this run: \(error)")
        }
        return nil
    }
}

extension ClipSpool {
    /// The spool of the device: another device's clips would be sent under the wrong name.
    init(_ settings: Settings, notice: @escaping @Sendable (String) -> Void = { _ in }) throws(SpoolError) {
        try self.init(
            folder: settings.deviceFolder,
            limits: Limits(
                maximumBytes: settings.spoolMegabytes * 1_000_000, maximumClips: settings.spoolClips),
            notice: notice)
    }
}
