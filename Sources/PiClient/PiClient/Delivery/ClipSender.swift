import AWSClients
import RollcallMessages

/// Sends clips as they come; while the network is gone, keeps them on disk, and sends them once it is back.
actor ClipSender {
    private let uploader: ClipUploader
    private let spool: ClipSpool
    private let ledger: ClipLedger
    private let device: String
    /// Takes results that come in the invocations' answers.
    private let answered: @Sendable (RecognitionResult) -> Void
    private let notice: @Sendable (String) -> Void
    /// How many clips may be without a result at the same time.
    private let flight: Flight
    /// Clips that are about to be sent and that the ledger does not know of yet.
    private var reserved = 0
    private var firstFramesUnderWay = 0
    private var isOnline = true
    private var hasSent = false
    private var isFinishing = false
    private var wakeSpool: AsyncStream<Void>.Continuation?
    /// The pause between two attempts while the network is gone.
    private let pauses: ClosedRange<Duration>

    /// How many clips the functions are given at the same time.
    struct Flight: Sendable {
        /// At most so many.
        var maximum: Int
        /// Begins with one and adds one for each result: who sends as fast as it goes would otherwise have a function
        /// started for every clip, all at once.
        var startsSlowly = false
    }

    /// First pictures are of use at once or not at all.
    private static let maximumFirstFrames = 4

    init(
        uploader: ClipUploader, spool: ClipSpool, ledger: ClipLedger, device: String,
        flight: Flight = Flight(maximum: 32),
        pauses: ClosedRange<Duration> = .milliseconds(500)...(.seconds(8)),
        answered: @escaping @Sendable (RecognitionResult) -> Void,
        notice: @escaping @Sendable (String) -> Void
    ) {
        self.uploader = uploader
        self.spool = spool
        self.ledger = ledger
        self.device = device
        self.flight = flight
        self.pauses = pauses
        self.answered = answered
        self.notice = notice
    }

    /// Sends all clips of the queue, `parallel` at once, and those on disk beside them.
    ///
    /// When the queue ends, what is on disk is still sent as long as that works, if `sendsKeptAtEnd` says so; the
    /// rest is for the next run.
    ///
    /// - Throws: the `AWSError` of a first clip that can never succeed; the clip is on disk by then.
    func run(
        _ queue: ClipQueue, parallel: Int, sendsKeptAtEnd: @Sendable () -> Bool
    ) async throws {
        let (wakeUps, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        wakeSpool = wake
        wake.yield()
        let kept = Task { await sendKept(wakeUps) }
        defer { kept.cancel() }
        try await withThrowingTaskGroup { group in
            for _ in 0..<max(1, parallel) {
                group.addTask { try await self.deliverAll(of: queue) }
            }
            try await group.waitForAll()
        }
        wake.finish()
        isFinishing = true
        guard isOnline, sendsKeptAtEnd() else { return }
        await withTaskCancellationHandler {
            await kept.value
        } onCancel: {
            kept.cancel()
        }
    }

    private func deliverAll(of queue: ClipQueue) async throws {
        do {
            while let clip = await queue.next() { try await deliver(FilmedClip(clip, device: device)) }
        } catch {
            // Lets the others come to an end too.
            queue.finish()
            throw error
        }
    }

    /// Sends a clip's first picture ahead. What comes of it is no matter: the clip follows.
    func sendFirstFrame(_ picture: Clip) async {
        let clip = FilmedClip(picture, device: device)
        guard isOnline, firstFramesUnderWay < Self.maximumFirstFrames else { return }
        firstFramesUnderWay += 1
        ledger.sendFirstFrame(clip)
        if let result = try? await uploader.sendFirstFrame(clip) { answered(result) }
        firstFramesUnderWay -= 1
    }

    private func deliver(_ clip: FilmedClip) async throws {
        ledger.film()
        guard isOnline else {
            await keep(clip)
            return
        }
        do {
            try await send(clip)
        } catch {
            await keep(clip)
            guard hasSent || error.isRetryable else { throw error }
            if isOnline {
                isOnline = false
                notice("\(error)\nClips are kept in \(spool.folder) until they can be sent.")
            }
        }
    }

    private func send(_ clip: FilmedClip) async throws(AWSError) {
        await waitForRoom()
        // Before the invocation, whose result may come sooner than its acknowledgement.
        ledger.send(clip)
        reserved -= 1
        do {
            ledger.note(try await uploader.send(clip, answered: answered), of: clip)
        } catch {
            ledger.takeBack(clip)
            throw error as? AWSError
                ?? AWSError(kind: .configuration, service: "Lambda", operation: "Invoke", message: "\(error)")
        }
        hasSent = true
        if !isOnline {
            isOnline = true
            notice("Clips are being sent again.")
        }
    }

    /// Waits until the functions may be given another clip.
    private func waitForRoom() async {
        while isOnline, reserved + ledger.inFlightCount >= limit {
            do { try await Task.sleep(for: .milliseconds(5)) } catch { break }
        }
        reserved += 1
    }

    private var limit: Int {
        flight.startsSlowly ? min(flight.maximum, ledger.answeredCount + 1) : flight.maximum
    }

    /// Sends clips again whose results do not come, until it is cancelled.
    func sendOverdue() async {
        while (try? await Task.sleep(for: .milliseconds(250))) != nil {
            guard isOnline else { continue }
            for clip in ledger.takeOverdue() {
                // Whether it works or not, the next time is bounded, and then the clip is missing.
                if let timings = try? await uploader.send(clip, answered: answered) {
                    ledger.note(timings, of: clip)
                }
            }
        }
    }

    private func keep(_ clip: FilmedClip) async {
        do {
            ledger.drop(try await spool.store(clip.bytes, timestamp: clip.identity.timestamp))
            wakeSpool?.yield()
        } catch {
            // The spool has said why, once.
            ledger.drop(1)
        }
    }

    /// Sends what is on disk, oldest first, whenever there is something.
    private func sendKept(_ wakeUps: AsyncStream<Void>) async {
        for await _ in wakeUps {
            var pause = pauses.lowerBound
            while let timestamp = await spool.oldest {
                guard let bytes = await spool.read(timestamp) else { continue }
                do {
                    try await send(FilmedClip(spooled: bytes, timestamp: timestamp, device: device))
                    await spool.remove(timestamp)
                    pause = pauses.lowerBound
                } catch {
                    isOnline = false
                    if isFinishing { return }
                    do { try await Task.sleep(for: pause) } catch { return }
                    pause = min(pause * 2, pauses.upperBound)
                }
            }
        }
    }
}
