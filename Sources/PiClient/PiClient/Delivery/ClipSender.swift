import AWSClients
import RollcallMessages

/// Sends clips as they come; while they cannot be delivered, keeps them on disk, and sends them once they can.
actor ClipSender {
    private let uploader: ClipUploader
    private let spool: ClipSpool
    private let display: ResultDisplay
    private let device: String
    private let link: Link
    private let notice: @Sendable (String) -> Void
    private let time: TimeSource
    /// How many clips may be without a result at the same time.
    private let flight: Flight
    /// Clips that are about to be sent and that the ledger does not know of yet.
    private var reserved = 0
    private var hasSent = false
    private var isFinishing = false
    private var wakeSpool: AsyncStream<Void>.Continuation?

    /// How many clips the functions are given at the same time.
    struct Flight: Sendable {
        /// At most so many.
        var maximum: Int
        /// Begins with one and adds one for each result: who sends as fast as it goes would otherwise have a function
        /// started for every clip, all at once.
        var startsSlowly = false
    }

    /// The pause between two attempts while clips cannot be delivered.
    private static let pauses = Duration.milliseconds(500)...Duration.seconds(8)

    init(
        uploader: ClipUploader, spool: ClipSpool, display: ResultDisplay, device: String, link: Link,
        flight: Flight = Flight(maximum: 32), time: TimeSource = TimeSource(),
        notice: @escaping @Sendable (String) -> Void
    ) {
        self.uploader = uploader
        self.spool = spool
        self.display = display
        self.device = device
        self.link = link
        self.flight = flight
        self.time = time
        self.notice = notice
    }

    private var ledger: ClipLedger { display.ledger }

    /// Sends all clips of the queue, `parallel` at once, and those on disk beside them.
    ///
    /// When the queue ends, what is on disk is still sent as long as that works, if `sendsKeptAtEnd` says so; the
    /// rest is for the next run.
    ///
    /// - Throws: the `AWSError` of a first clip that shows that none can succeed; the clip is on disk by then.
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
        guard link.canReceive, sendsKeptAtEnd() else { return }
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

    private func deliver(_ clip: FilmedClip) async throws {
        ledger.recordFilmed()
        guard link.isUp else {
            await keep(clip)
            return
        }
        let delivery = await send(clip)
        if let delivery, !delivery.isUnreachable { return }
        await keep(clip)
        guard case .unreachable(let error) = delivery else { return }
        guard hasSent || error.isRetryable else { throw error }
        noteFailure(error)
    }

    /// - Returns: nil if the clip was not sent, because its result could not be received.
    private func send(_ clip: FilmedClip) async -> Delivery? {
        await waitForRoom()
        guard link.canReceive else {
            reserved -= 1
            return nil
        }
        // Before the invocation, whose result may come sooner than its acknowledgement.
        ledger.recordSent(clip)
        reserved -= 1
        let delivery = await uploader.deliver(clip)
        switch delivery {
        case .accepted(let timings):
            ledger.note(timings, of: clip)
            noteSuccess()
        case .answered(let result, let timings):
            ledger.note(timings, of: clip)
            noteSuccess()
            display.show(result, isAhead: true)
        case .refused, .unreachable:
            guard ledger.takeBack(clip) else { return .accepted(Timings()) }
            if case .refused(let error) = delivery { refuse(clip.identity, because: error) }
        }
        return delivery
    }

    private func noteSuccess() {
        hasSent = true
        if link.setSending(true) { notice("Clips are being sent again.") }
    }

    private func noteFailure(_ error: AWSError) {
        guard link.setSending(false) else { return }
        notice("\(error)\nClips are kept in \(spool.folder) until they can be sent.")
    }

    private func refuse(_ clip: ClipIdentity, because error: AWSError) {
        ledger.recordRefused()
        notice("The clip \(clip.clipKey) was refused and is passed over: \(error)")
    }

    /// Waits until the functions may be given another clip.
    private func waitForRoom() async {
        while link.isUp, !Task.isCancelled {
            let count = ledger.changes.count
            if reserved + ledger.outstandingCount < limit { break }
            await ledger.changes.wait(after: count)
        }
        reserved += 1
    }

    private var limit: Int {
        flight.startsSlowly ? min(flight.maximum, ledger.answeredCount + 1) : flight.maximum
    }

    /// Sends clips again whose results do not come, until it is cancelled.
    func sendOverdue() async {
        while !Task.isCancelled {
            // What could not be received would be asked for in vain.
            await link.waitUntilReceiving()
            let count = ledger.changes.count
            for clip in ledger.takeOverdue() {
                // Whether it works or not, the next time is bounded, and then the clip is missing.
                switch await uploader.deliver(clip) {
                case .accepted(let timings): ledger.note(timings, of: clip)
                case .answered(let result, let timings):
                    ledger.note(timings, of: clip)
                    display.show(result, isAhead: true)
                case .refused, .unreachable: break
                }
            }
            await ledger.changes.wait(after: count, for: ledger.timeToNextDeadline, time: time)
        }
    }

    private func keep(_ clip: FilmedClip) async {
        do throws(SpoolError) {
            ledger.recordDropped(try await spool.store(clip.bytes, timestamp: clip.identity.timestamp))
            wakeSpool?.yield()
        } catch {
            // The spool has said why, once.
            ledger.recordDropped(1 + error.givenUp)
        }
    }

    /// Sends what is on disk, oldest first, whenever there is something.
    ///
    /// A clip that cannot be delivered may be the only one: the next one is tried before it is tried again, and if that
    /// goes through, the fault was the clip's own.
    private func sendKept(_ wakeUps: AsyncStream<Void>) async {
        for await _ in wakeUps {
            var pause = Self.pauses.lowerBound
            var doubtful: [Int64: AWSError] = [:]
            while let timestamp = await spool.oldest(besides: Set(doubtful.keys)) {
                await link.waitUntilReceiving()
                guard !Task.isCancelled else { return }
                guard let bytes = await spool.read(timestamp) else { continue }
                let clip = FilmedClip(spooled: bytes, timestamp: timestamp, device: device, time: time)
                switch await send(clip) {
                case .accepted, .answered:
                    await spool.remove(timestamp)
                    doubtful[timestamp] = nil
                    for (timestamp, error) in doubtful {
                        await spool.remove(timestamp)
                        refuse(ClipIdentity(device: device, timestamp: timestamp), because: error)
                    }
                    doubtful = [:]
                    pause = Self.pauses.lowerBound
                case .refused:
                    await spool.remove(timestamp)
                case nil:
                    break
                case .unreachable(let error):
                    noteFailure(error)
                    if !error.isRetryable { doubtful[timestamp] = error }
                    if isFinishing {
                        // Once more around those of which it is not known whether only they are refused.
                        guard !error.isRetryable, await doubtful.count < spool.count else { return }
                        continue
                    }
                    do { try await time.sleep(pause) } catch { return }
                    pause = min(pause * 2, Self.pauses.upperBound)
                }
            }
        }
    }
}
