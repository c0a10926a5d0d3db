import LambdaRuntime
import LambdaTesting
import Synchronization
import Testing

@Suite struct ManagedInstancesTests {
    private static let concurrency = 4
    private static let environment = ["AWS_LAMBDA_MAX_CONCURRENCY": "\(concurrency)"]

    private func events(_ count: Int) -> [MockEvent] {
        (0..<count).map { index in
            MockEvent(
                "event \(index)", requestID: "id-\(index)", timeout: .seconds(60),
                headers: [(name: "Lambda-Runtime-Trace-Id", value: "Root=\(index)")])
        }
    }

    @Test func handlesSeveralEventsAtATime() async throws {
        let events = events(Self.concurrency)
        let api = try MockRuntimeAPI(events: events, concurrency: Self.concurrency, ending: .refusal(500))
        let arrived = Mutex(0)
        _ = await api.run(environment: Self.environment) {
            Handler { _, context in
                arrived.withLock { $0 += 1 }
                // Nobody is answered before all have come.
                while arrived.withLock({ $0 }) < Self.concurrency {
                    try await Task.sleep(for: .milliseconds(1))
                }
                return Array("\(context.requestID) \(context.traceID ?? "")".utf8)
            }
        }
        for index in 0..<Self.concurrency {
            #expect(api.result(of: "id-\(index)").text == "id-\(index) Root=\(index)")
        }
        #expect(Set(api.requests(of: .response).map(\.connection)).count == Self.concurrency)
    }

    @Test func servesMoreEventsThanSlotsWithoutMixingThem() async throws {
        let events = events(200)
        let api = try MockRuntimeAPI(events: events, concurrency: Self.concurrency, ending: .refusal(500))
        _ = await api.run(environment: Self.environment) {
            Handler { event, _ in
                await Task.yield()
                return event
            }
        }
        for event in events { #expect(api.result(of: event.requestID) == .response(event.body)) }
    }

    @Test(arguments: [("0", 1), ("-3", 1), ("many", 1), ("16", 16), ("99999999", 1024)])
    func readsTheNumberOfSlots(value: String, slots: Int) {
        #expect(RuntimeEnvironment(["AWS_LAMBDA_MAX_CONCURRENCY": value]).maximumConcurrency == slots)
    }
}
