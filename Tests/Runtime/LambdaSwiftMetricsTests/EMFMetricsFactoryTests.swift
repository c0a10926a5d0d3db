import CoreMetrics
import LambdaSwiftMetrics
import Synchronization
import TestSupport
import Testing
import WireFormats

@Suite struct EMFMetricsFactoryTests {
    private final class Log: Sendable {
        private let lines = Mutex<[[UInt8]]>([])

        func add(_ line: [UInt8]) { lines.withLock { $0.append(line) } }
        func read() throws -> [JSONValue] {
            try lines.withLock { lines in
                defer { lines = [] }
                return try lines.map { try JSON.decode(JSONValue.self, from: $0) }
            }
        }
    }

    @Test func whatLibrariesCountIsInTheLog() throws {
        let log = Log()
        let factory = EMFMetricsFactory(namespace: "Shop", write: { log.add($0) })
        let queries = Counter(label: "queries", dimensions: [("table", "orders")], factory: factory)
        queries.increment()
        queries.increment(by: 2)
        Timer(label: "latency", factory: factory).recordNanoseconds(1_500_000)
        Recorder(label: "rows", factory: factory).record(7)
        FloatingPointCounter(label: "paid", factory: factory).increment(by: 2)
        let open = Meter(label: "open", factory: factory)
        open.set(3)
        open.increment()
        open.decrement(by: 2)
        factory.flush()

        let lines = try log.read()
        #expect(lines.count == 2)
        let counted = try #require(lines.first { $0["table"]?.string == "orders" })
        #expect(counted["queries"]?.array?.compactMap(\.number) == [1, 2])
        let others = try #require(lines.first { $0["table"] == nil })
        #expect(others["latency"]?.number == 1.5)
        #expect(others["rows"]?.number == 7)
        #expect(others["paid"]?.number == 2)
        #expect(others["open"]?.array?.compactMap(\.number) == [3, 4, 2])
        let units = others["_aws"]?["CloudWatchMetrics"]?.array?.first?["Metrics"]?.array ?? []
        #expect(units.first { $0["Name"]?.string == "latency" }?["Unit"]?.string == "Milliseconds")

        factory.flush()
        #expect(try log.read().isEmpty)
    }
}
