import Glibc
import LambdaBatch
import LambdaEvents
import LambdaRuntime
import LambdaRuntimeJSON
import LambdaTesting
import Synchronization
import Testing

@Suite struct SQSBatchHandlerTests {
    /// Fails for bodies that begin with "fail"; is done with "late" only when it is cancelled.
    private final class Orders: SQSBatchHandler {
        struct Refused: Error {}

        let maximumConcurrency: Int
        /// How many messages wait for each other.
        let meeting: Int
        let state = Mutex((handled: [String](), running: 0, peak: 0))

        init(maximumConcurrency: Int = 10, meeting: Int = 1) {
            self.maximumConcurrency = maximumConcurrency
            self.meeting = meeting
        }

        func handle(_ message: SQSEvent.Message, context: LambdaContext) async throws {
            state.withLock { state in
                state.handled.append(message.body)
                state.running += 1
                state.peak = max(state.peak, state.running)
            }
            if message.body == "late" { try? await Task.sleep(for: .seconds(3600)) }
            while state.withLock({ $0.peak }) < meeting, !Task.isCancelled { await Task.yield() }
            for _ in 0..<10 { await Task.yield() }
            state.withLock { $0.running -= 1 }
            if message.body.hasPrefix("fail") { throw Refused() }
        }
    }

    private func message(_ body: String, group: String? = nil, queue: String = "q") -> String {
        let attributes = group.map { #","attributes":{"MessageGroupId":"\#($0)"}"# } ?? ""
        return
            #"{"messageId":"\#(body)","body":"\#(body)","eventSourceARN":"arn:aws:sqs:eu-west-1:1:\#(queue)"\#(attributes)}"#
    }

    private func answer(
        _ messages: [String], by orders: Orders, timeout: Duration = .seconds(60)
    ) async throws -> String {
        let event = #"{"Records":[\#(messages.joined(separator: ","))]}"#
        return try await orders.handle([MockEvent(event, timeout: timeout)])[0].text
    }

    @Test func namesTheMessagesThatFailed() async throws {
        let orders = Orders()
        let messages = ["a", "fail-b", "c", "fail-d"].map { message($0) }
        #expect(
            try await answer(messages, by: orders)
                == #"{"batchItemFailures":[{"itemIdentifier":"fail-b"},{"itemIdentifier":"fail-d"}]}"#)
        #expect(orders.state.withLock { Set($0.handled) } == ["a", "fail-b", "c", "fail-d"])
    }

    @Test(arguments: [(1, 1), (3, 3), (0, 1)])
    func handlesSoManyAtATime(maximum: Int, peak: Int) async throws {
        let orders = Orders(maximumConcurrency: maximum, meeting: peak)
        _ = try await answer((0..<20).map { message("\($0)") }, by: orders)
        #expect(orders.state.withLock { $0.handled.count } == 20)
        #expect(orders.state.withLock { $0.peak } == peak)
    }

    /// Notes the threads that it runs on.
    private final class Threads: SQSBatchHandler {
        private let maximum: Int
        let seen = Mutex((loop: Set<pthread_t>(), messages: Set<pthread_t>()))

        init(maximumConcurrency: Int) { maximum = maximumConcurrency }

        /// Asked by who takes the batch.
        var maximumConcurrency: Int {
            let thread = pthread_self()
            seen.withLock { _ = $0.loop.insert(thread) }
            return maximum
        }

        func handle(_ message: SQSEvent.Message, context: LambdaContext) async throws {
            noteThread()
            await Task.yield()
            noteThread()
        }

        private func noteThread() {
            let thread = pthread_self()
            seen.withLock { _ = $0.messages.insert(thread) }
        }
    }

    /// Else messages that compute would wait for each other.
    @Test(arguments: [(2, ["1", "2", "3"], false), (1, ["1", "2", "3"], true), (10, ["1"], true)])
    func leavesTheLoopsThreadToOneMessageOnly(
        maximum: Int, messages: [String], isOnLoop: Bool
    ) async throws {
        let threads = Threads(maximumConcurrency: maximum)
        let event = #"{"Records":[\#(messages.map { message($0) }.joined(separator: ","))]}"#
        _ = try await threads.handle([MockEvent(event)])
        let (loop, others) = threads.seen.withLock { ($0.loop, $0.messages) }
        #expect(loop.count == 1)
        #expect(!others.isEmpty)
        #expect(others.isDisjoint(with: loop) == !isOnLoop)
        #expect(others.isSubset(of: loop) == isOnLoop)
    }

    @Test func keepsTheOrderOfAGroup() async throws {
        let orders = Orders()
        let messages = [
            message("1", group: "x", queue: "q.fifo"), message("fail-2", group: "x", queue: "q.fifo"),
            message("one", group: "y", queue: "q.fifo"), message("3", group: "x", queue: "q.fifo"),
            message("two", group: "y", queue: "q.fifo"),
        ]
        #expect(
            try await answer(messages, by: orders)
                == #"{"batchItemFailures":[{"itemIdentifier":"fail-2"},{"itemIdentifier":"3"}]}"#)
        let handled = orders.state.withLock { $0.handled }
        #expect(handled.filter { ["1", "fail-2", "3"].contains($0) } == ["1", "fail-2"])
        #expect(handled.filter { ["one", "two"].contains($0) } == ["one", "two"])
    }

    @Test(arguments: ["q", "q.fifo"])
    func beginsNothingWhenTheTimeIsOver(queue: String) async throws {
        let orders = Orders(maximumConcurrency: 1)
        let messages = ["late", "2", "3"].map { message($0, group: "x", queue: queue) }
        #expect(
            try await answer(messages, by: orders, timeout: .milliseconds(300))
                == #"{"batchItemFailures":[{"itemIdentifier":"2"},{"itemIdentifier":"3"}]}"#)
        #expect(orders.state.withLock { $0.handled } == ["late"])
    }

    @Test func handlesAStandardQueuesGroupsLikeAnyMessage() async throws {
        let orders = Orders()
        let messages = [message("fail-1", group: "x"), message("2", group: "x")]
        #expect(
            try await answer(messages, by: orders)
                == #"{"batchItemFailures":[{"itemIdentifier":"fail-1"}]}"#)
    }
}
