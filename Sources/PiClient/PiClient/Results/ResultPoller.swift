import AWSClients
import RollcallMessages
import RollcallServices
import Synchronization

/// Takes a run's results off the queue by long polling and has them shown.
///
/// What does not answer the run's own clips is left on the queue: it may be another device's, or another client's. Only
/// what was there before the run and nobody has taken for a while is thrown away: the run that it was for is over.
final class ResultPoller: Sendable {
    private struct State {
        var isStopping = false
        var hasReceived = false
        var isFailing = false
        var unreadable = RecentSet<String>(capacity: 1000)
        /// When results of earlier runs were first seen.
        var earlier = RecentMap<String, ContinuousClock.Instant>(capacity: 1000)
        var hasToldOfEarlierRun = false
        var hasToldOfAnotherClient = false
    }

    private let queue: ResultQueue
    private let device: String
    private let display: ResultDisplay
    /// What to tell whether results can be received; nil where they come in the invocations' replies as well.
    private let link: Link?
    private let time: TimeSource
    private let notice: @Sendable (String) -> Void
    /// When the run began, by the clock that names its clips.
    private let startedAt: Int64
    private let state = Mutex(State())
    private let stopping = Changes()

    /// How long, in seconds, SQS holds a poll open.
    ///
    /// A poll whose connection is closed goes on in SQS, and takes what comes until its time is up: nobody sees that
    /// before its visibility timeout ends (aws-sdk-java-v2 issue 1395, aws-sdk-net issue 1680; AWS: "Configuring
    /// visibility timeouts in Amazon SQS", Amazon SQS Developer Guide). So no poll is broken off: a run ends when its
    /// polls have. Both times are short, so that even a run that is killed does not keep results from the next one
    /// for long. It costs nothing: twice a second a result ends a poll anyway.
    private static let waitSeconds = 2
    /// How long, in seconds, a received message stays hidden: enough to show and delete it.
    private static let visibilityTimeout = 2
    /// What was there before the run and nobody has taken for so long was for a run that is over.
    private static let orphanAge = Duration.seconds(10)
    private static let pauses = Duration.milliseconds(500)...Duration.seconds(8)

    init(
        queue: ResultQueue, device: String, display: ResultDisplay, link: Link?,
        time: TimeSource = TimeSource(), notice: @escaping @Sendable (String) -> Void
    ) {
        self.queue = queue
        self.device = device
        self.display = display
        self.link = link
        self.time = time
        self.notice = notice
        startedAt = time.wallClock()
    }

    /// Makes the device's queue, if it has one of its own, and polls with `count` requests at once, until it is
    /// stopped. A result is deleted once it has been shown.
    ///
    /// - Throws: the `AWSError` of a first poll that can never succeed.
    func run(count: Int) async throws {
        try await queue.makeIfMissing()
        try await withThrowingTaskGroup { group in
            for _ in 0..<max(1, count) {
                group.addTask { try await self.poll() }
            }
            try await group.waitForAll()
        }
    }

    /// Lets the open polls come to their ends, and begins no other.
    func stop() {
        state.withLock { $0.isStopping = true }
        stopping.note()
    }

    /// Whether the last poll failed, so that none need be waited for.
    var isFailing: Bool { state.withLock { $0.isFailing } }

    private var isStopping: Bool { state.withLock { $0.isStopping } || Task.isCancelled }

    private func poll() async throws {
        var pause = Self.pauses.lowerBound
        while !isStopping {
            do {
                let received = try await queue.receive(
                    waitSeconds: Self.waitSeconds, visibilityTimeout: Self.visibilityTimeout)
                noteSuccess()
                pause = Self.pauses.lowerBound
                let done = received.filter(take)
                // Not broken off at the end of a run: what was shown would be delivered to the next one again.
                _ = try await Task { [queue] in try await queue.delete(done) }.value
            } catch {
                if Task.isCancelled { return }
                try noteFailure(error)
                if (error as? AWSError)?.isNotFound == true { await makeQueueAgain() }
                await stopping.wait(after: 0, for: pause, time: time)
                pause = min(pause * 2, Self.pauses.upperBound)
            }
        }
    }

    /// Takes a message in.
    ///
    /// - Returns: Whether it is done with.
    private func take(_ message: ReceivedResult) -> Bool {
        switch message.result {
        case .failure(let error):
            if state.withLock({ $0.unreadable.insert(message.messageID) }) {
                notice("A message on the queue is no result and is left there: \(error)")
            }
            return false
        case .success(let result):
            guard result.device == device else { return false }
            guard display.ledger.isOfThisRun(result) else { return isOrphan(message.messageID, result) }
            display.show(result, isAhead: false)
            return true
        }
    }

    /// Tells, once, of a result that this run did not ask for.
    ///
    /// - Returns: Whether whoever asked for it is gone.
    private func isOrphan(_ messageID: String, _ result: RecognitionResult) -> Bool {
        let now = time.now()
        let isEarlier = result.timestamp < startedAt
        let (isNews, isOver) = state.withLock { state in
            guard isEarlier else {
                defer { state.hasToldOfAnotherClient = true }
                return (!state.hasToldOfAnotherClient, false)
            }
            defer { state.hasToldOfEarlierRun = true }
            let firstSeen = state.earlier[messageID] ?? now
            state.earlier[messageID] = firstSeen
            return (!state.hasToldOfEarlierRun, firstSeen.duration(to: now) >= Self.orphanAge)
        }
        if isNews {
            notice(
                isEarlier
                    ? "Results of an earlier run are on the queue. They are passed over."
                    : "Another client films as the device \(device), too: its results are on this device's queue "
                        + "and are left there. Give each client an id of its own (--device).")
        }
        return isOver
    }

    /// Makes the queue again that somebody removed. AWS lets 60 s pass before that works ("DeleteQueue", Amazon SQS API
    /// Reference).
    private func makeQueueAgain() async {
        if let link, link.setReceiving(false) {
            notice("Clips are kept on disk until the queue \(queue.url) is there again.")
        }
        // Whether it worked is seen by the next poll.
        try? await queue.makeIfMissing()
    }

    private func noteSuccess() {
        let isBack = state.withLock { state in
            defer { state.isFailing = false }
            state.hasReceived = true
            return state.isFailing
        }
        link?.setReceiving(true)
        if isBack { notice("Results are being received again.") }
    }

    private func noteFailure(_ error: any Error) throws {
        // A queue of the device's own was there when the run began, and is made again.
        let isRemoved = queue.isPerDevice && (error as? AWSError)?.isNotFound == true
        let isRetryable = isRemoved || (error as? AWSError)?.isRetryable ?? false
        let isNew = try state.withLock { state in
            guard state.hasReceived || isRetryable else { throw error }
            defer { state.isFailing = true }
            return !state.isFailing
        }
        if isNew { notice("\(error)\nTrying again until results can be received.") }
    }
}
