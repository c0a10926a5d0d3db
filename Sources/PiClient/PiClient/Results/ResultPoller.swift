import AWSClients
import RollcallMessages
import RollcallServices
import Synchronization

/// Takes results off the queue by long polling and has them shown.
final class ResultPoller: Sendable {
    private let queue: ResultQueue
    /// Whose results are taken; nil takes everybody's.
    private let device: String?
    private let notice: @Sendable (String) -> Void
    private let state = Mutex(
        (hasReceived: false, isFailing: false, unreadable: RecentSet<String>(capacity: 1000)))

    /// Results of other devices come back to the queue after this time.
    private static let visibilityTimeout = 5

    init(queue: ResultQueue, device: String?, notice: @escaping @Sendable (String) -> Void) {
        self.queue = queue
        self.device = device
        self.notice = notice
    }

    /// Polls with `count` requests at once, until it is cancelled. A result is deleted once it has been shown.
    ///
    /// - Throws: the `AWSError` of a first poll that can never succeed.
    func run(count: Int, show: @escaping @Sendable (RecognitionResult) -> Void) async throws {
        try await withThrowingTaskGroup { group in
            for _ in 0..<max(1, count) {
                group.addTask { try await self.poll(show) }
            }
            try await group.waitForAll()
        }
    }

    private func poll(_ show: @Sendable (RecognitionResult) -> Void) async throws {
        var pause = Duration.milliseconds(500)
        while !Task.isCancelled {
            do {
                let received = try await queue.receive(visibilityTimeout: Self.visibilityTimeout)
                noteSuccess()
                pause = .milliseconds(500)
                let own = received.filter(isOwn)
                for case .success(let result) in own.map(\.result) { show(result) }
                // Not broken off at the end of a run: what was shown would be delivered to the next one again.
                _ = try await Task { [queue] in try await queue.delete(own) }.value
            } catch {
                if Task.isCancelled { return }
                try noteFailure(error)
                do { try await Task.sleep(for: pause) } catch { return }
                pause = min(pause * 2, .seconds(8))
            }
        }
    }

    private func isOwn(_ message: ReceivedResult) -> Bool {
        switch message.result {
        case .success(let result):
            return device == nil || result.device == device
        case .failure(let error):
            if state.withLock({ $0.unreadable.insert(message.messageID) }) {
                notice("A message on the queue is no result and is left there: \(error)")
            }
            return false
        }
    }

    private func noteSuccess() {
        let isBack = state.withLock { state in
            defer { state.isFailing = false }
            state.hasReceived = true
            return state.isFailing
        }
        if isBack { notice("Results are being received again.") }
    }

    private func noteFailure(_ error: any Error) throws {
        let isRetryable = (error as? AWSError)?.isRetryable ?? false
        let isNew = try state.withLock { state in
            guard state.hasReceived || isRetryable else { throw error }
            defer { state.isFailing = true }
            return !state.isFailing
        }
        if isNew { notice("\(error)\nTrying again until results can be received.") }
    }
}
