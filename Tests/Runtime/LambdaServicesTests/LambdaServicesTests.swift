import LambdaRuntime
import LambdaTesting
import Logging
import ServiceLifecycle
import Synchronization
import TestSupport
import Testing

@testable import LambdaServices

@Suite struct LambdaServicesTests {
    /// What happened, in its order.
    private final class Diary: Sendable {
        private let lines = Mutex<[String]>([])

        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Connections: Service {
        let name: String
        let diary: Diary

        func run() async throws {
            diary.add("\(name) runs")
            try? await gracefulShutdown()
            diary.add("\(name) ended")
        }
    }

    private struct Echo: LambdaHandler, LambdaShutdownHandler {
        let diary: Diary

        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }
        func shutDown(before deadline: LambdaClock.Instant) async { diary.add("handler ended") }
    }

    private struct Failing: Service {
        struct Failure: Error {}

        func run() async throws { throw Failure() }
    }

    @Test func servicesRunBesideTheFunctionAndEndWithIt() async throws {
        let diary = Diary()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let services = RunningServices(
            [Connections(name: "a", diary: diary), Connections(name: "b", diary: diary)], logger: logger)
        let handler = HandlerWithServices(handler: Echo(diary: diary), services: services)
        #expect(try await handler.handle([MockEvent("x")])[0].text == "x")
        while diary.all.count < 2 { await Task.yield() }
        #expect(Set(diary.all) == ["a runs", "b runs"])
        await handler.shutDown(before: LambdaClock().now.advanced(by: .seconds(60)))
        // The last one that started ends first.
        #expect(diary.all.suffix(3) == ["handler ended", "b ended", "a ended"])
    }

    @Test func theHandlerWithinAnotherIsToldOfTheEnd() async {
        struct Around: LambdaHandler {
            let handler: any LambdaHandler

            var shutdownHandler: (any LambdaShutdownHandler)? { handler.shutdownHandler }

            func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
                try await handler.handle(event, context: context)
            }
        }
        let diary = Diary()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let handler = HandlerWithServices(
            handler: Around(handler: Echo(diary: diary)), services: RunningServices([], logger: logger))
        await handler.shutDown(before: LambdaClock().now.advanced(by: .seconds(60)))
        #expect(diary.all == ["handler ended"])
    }

    @Test func aServiceThatFailsEndsTheProcess() async {
        await #expect(processExitsWith: .exitCode(1)) {
            LambdaRuntime.run(services: [Failing()]) {
                // The failure comes while the function starts, or waits for its first event.
                try await Task.sleep(for: .seconds(600))
                return Echo(diary: Diary())
            }
        }
    }
}
