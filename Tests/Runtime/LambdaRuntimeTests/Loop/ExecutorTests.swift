import Glibc
import LambdaRuntime
import LambdaTesting
import Synchronization
import Testing

@Suite struct ExecutorTests {
    /// The threads that called.
    private final class Threads: Sendable {
        private let seen = Mutex<Set<UInt>>([])
        var count: Int { seen.withLock(\.count) }
        func note() { seen.withLock { _ = $0.insert(UInt(pthread_self())) } }
    }

    @Test func runsHandlerAndChildrenOnTheLoopsThread() async throws {
        let api = try MockRuntimeAPI(
            events: (0..<3).map { MockEvent("{}", requestID: "\($0)") }, ending: .refusal(500))
        let threads = Threads()
        _ = await api.run {
            threads.note()
            return Handler { event, _ in
                threads.note()
                async let child: Void = threads.note()
                await child
                await withTaskGroup { group in
                    for _ in 0..<4 { group.addTask { threads.note() } }
                }
                try await Task.sleep(for: .milliseconds(2))
                threads.note()
                return event
            }
        }
        #expect(threads.count == 1)
        #expect(api.requests(of: .response).count == 3)
    }

    @Test func comesBackFromOtherThreads() async throws {
        let handler = Handler { _, _ in
            let home = UInt(pthread_self())
            let away = await withTaskGroup(of: UInt.self) { group in
                for _ in 0..<8 {
                    group.addTask(executorPreference: globalConcurrentExecutor) { UInt(pthread_self()) }
                }
                return await group.reduce(into: Set<UInt>()) { $0.insert($1) }
            }
            return Array("\(!away.contains(home) && UInt(pthread_self()) == home)".utf8)
        }
        let events = (0..<200).map { MockEvent("{}", requestID: "\($0)") }
        let results = try await handler.handle(events)
        #expect(results.allSatisfy { $0.text == "true" })
    }
}
