import AWSClients
import LambdaIdempotency
import LambdaRuntime
import LambdaTesting
import Synchronization
import TestSupport
import Testing
import WireFormats

@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct IdempotencyTests {
    /// Counts what it does, and fails as it is told.
    private final class Orders: LambdaHandler {
        struct Refused: Error {}

        private let counts = Mutex<[String: Int]>([:])
        private let failing = Mutex<Set<String>>([])

        func count(_ event: String) -> Int { counts.withLock { $0[event] ?? 0 } }
        func fail(once event: String) { failing.withLock { _ = $0.insert(event) } }

        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
            let text = String(decoding: event, as: UTF8.self)
            let count = counts.withLock { counts in
                counts[text, default: 0] += 1
                return counts[text] ?? 0
            }
            if failing.withLock({ $0.remove(text) }) != nil { throw Refused() }
            return text == "bytes" ? [0xFF, UInt8(clamping: count)] : Array("\(text) \(count)".utf8)
        }
    }

    private func withTable(
        keptFor: Duration = .seconds(3600), _ body: (IdempotencyTable, DynamoDBClient) async throws -> Void
    ) async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        let session = try AWSSession(configuration: AWSConfiguration(environment: server.clientEnvironment()))
        let client = DynamoDBClient(session: session)
        try await client.createTable("done", partitionKey: DynamoDBKey("id"))
        try await body(
            IdempotencyTable("done", keptFor: keptFor, environment: server.clientEnvironment()), client)
        await session.shutdown()
    }

    private func events(_ bodies: [String], timeout: Duration = .seconds(60)) -> [MockEvent] {
        bodies.enumerated().map { MockEvent($1, requestID: "\($0)", timeout: timeout) }
    }

    private func wrapped(_ handler: any LambdaHandler, _ table: IdempotencyTable) -> IdempotentHandler {
        IdempotentHandler(handler, table: table) { event, _ in
            let text = String(decoding: event, as: UTF8.self)
            return text == "any" ? nil : text
        }
    }

    @Test func anEventThatComesAgainIsAnsweredAsBefore() async throws {
        try await withTable { table, client in
            let orders = Orders()
            let results = try await wrapped(orders, table).handle(
                events(["a", "b", "a", "any", "any", "bytes", "bytes"]),
                environment: ["AWS_LAMBDA_FUNCTION_NAME": "orders"])
            #expect(results.prefix(5).map(\.text) == ["a 1", "b 1", "a 1", "any 1", "any 2"])
            #expect(results.suffix(2) == [.response([0xFF, 1]), .response([0xFF, 1])])
            // Another process, of the same function.
            let later = try await wrapped(orders, table).handle(
                events(["b"]), environment: ["AWS_LAMBDA_FUNCTION_NAME": "orders"])
            #expect(later.map(\.text) == ["b 1"])
            // Another function's keys are its own.
            let other = try await wrapped(orders, table).handle(
                events(["b"]), environment: ["AWS_LAMBDA_FUNCTION_NAME": "returns"])
            #expect(other.map(\.text) == ["b 2"])
            let ids = try await client.scan(table: "done").items.compactMap { $0["id"]?.string }
            #expect(Set(ids) == ["orders#a", "orders#b", "orders#bytes", "returns#b"])
        }
    }

    @Test func whatFailedIsDoneAgain() async throws {
        try await withTable { table, _ in
            let orders = Orders()
            orders.fail(once: "a")
            let results = try await wrapped(orders, table).handle(events(["a", "a", "a"]))
            guard case .error = results[0] else {
                Issue.record("no error: \(results[0].text)")
                return
            }
            #expect(results.dropFirst().map(\.text) == ["a 2", "a 2"])
        }
    }

    /// As it is shortly before the deadline.
    @Test(arguments: [(false, ["a 1", "a 1"]), (true, ["a 2"])])
    func whatEndsInACancelledTaskIsKeptOrForgotten(fails: Bool, answers: [String]) async throws {
        /// Does its work to the end although its task was cancelled.
        struct Cancelled: LambdaHandler {
            let orders: Orders

            func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
                cancel()
                return try await orders.handle(event, context: context)
            }

            private func cancel() { withUnsafeCurrentTask { $0?.cancel() } }
        }
        try await withTable { table, _ in
            let orders = Orders()
            if fails { orders.fail(once: "a") }
            let results = try await wrapped(Cancelled(orders: orders), table).handle(events(["a", "a"]))
            #expect(results.suffix(answers.count).map(\.text) == answers)
        }
    }

    @Test func whatIsUnderWayElsewhereIsNotDoneUntilItsDeadline() async throws {
        try await withTable { table, client in
            let now = UnixTime.now().seconds
            func begun(_ id: String, deadline: Double) -> Item {
                [
                    "id": .string("orders#\(id)"), "status": .string("INPROGRESS"),
                    "expiration": .number("\(Int64(now) + 3600)"),
                    "in_progress_expiration": .number("\(Int64(deadline * 1000))"),
                ]
            }
            try await client.putItem(table: "done", item: begun("a", deadline: now + 600))
            try await client.putItem(table: "done", item: begun("b", deadline: now - 1))
            let orders = Orders()
            let results = try await wrapped(orders, table).handle(
                events(["a", "b"]), environment: ["AWS_LAMBDA_FUNCTION_NAME": "orders"])
            #expect(results[0].text.contains("IdempotencyError"))
            #expect(orders.count("a") == 0)
            #expect(results[1].text == "b 1")
        }
    }

    /// However short its answer is kept.
    @Test func whatIsUnderWayIsNotDoneByAnother() async throws {
        /// Begins the work again while it is under way, as another process would.
        struct Twice: LambdaHandler {
            let table: IdempotencyTable

            func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
                let answer = try await table.once("a", context: context) {
                    do {
                        return try await table.once("a", context: context) { "done twice" }
                    } catch let error as IdempotencyError {
                        return error == .inProgress(key: "a") ? "done once" : error.description
                    }
                }
                return Array(answer.utf8)
            }
        }
        try await withTable(keptFor: .seconds(-1)) { table, _ in
            let results = try await Twice(table: table).handle(events(["a"]))
            #expect(results.map(\.text) == ["done once"])
        }
    }

    @Test func anAnswerIsForgottenInTheEnd() async throws {
        try await withTable(keptFor: .seconds(-1)) { table, _ in
            let results = try await wrapped(Orders(), table).handle(events(["a", "a"]))
            #expect(results.map(\.text) == ["a 1", "a 2"])
        }
    }

    @Test func anAnswerMayBeKeptForEver() async throws {
        try await withTable(keptFor: .seconds(Int64.max)) { table, _ in
            let results = try await wrapped(Orders(), table).handle(events(["a", "a"]))
            #expect(results.map(\.text) == ["a 1", "a 1"])
        }
    }

    @Test func partsOfAnEventAreDoneOnceEach() async throws {
        struct Receipts: LambdaHandler {
            struct Receipt: Codable { var number: Int }
            let table: IdempotencyTable
            let orders = Orders()

            func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
                var numbers: [Int] = []
                for key in String(decoding: event, as: UTF8.self).split(separator: ",") {
                    let receipt = try await table.once(String(key), context: context) {
                        _ = try await orders.handle(Array(key.utf8), context: context)
                        return Receipt(number: orders.count(String(key)))
                    }
                    numbers.append(receipt.number)
                }
                return Array("\(numbers)".utf8)
            }
        }
        try await withTable { table, _ in
            let results = try await Receipts(table: table).handle(events(["x,y,x", "y,z"]))
            #expect(results.map(\.text) == ["[1, 1, 1]", "[1, 1]"])
        }
    }

    @Test func theHandlerWithinIsToldOfTheEnd() throws {
        struct Closing: LambdaHandler, LambdaShutdownHandler {
            func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }
            func shutDown(before deadline: LambdaClock.Instant) async {}
        }
        let table = try IdempotencyTable("nowhere", environment: ["AWS_REGION": "eu-west-1"])
        #expect(wrapped(Closing(), table).shutdownHandler is Closing)
        #expect(wrapped(Orders(), table).shutdownHandler == nil)
    }

    @Test func saysWhichTableIsMissing() async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        let missing = try IdempotencyTable("nowhere", environment: server.clientEnvironment())
        let orders = Orders()
        let results = try await wrapped(orders, missing).handle(events(["a"]))
        #expect(results[0].text.contains("nowhere"))
        #expect(orders.count("a") == 0)
    }
}
