import Foundation
import LambdaMetrics
import Synchronization
import Testing
import WireFormats

/// The embedded metric format.
@Suite struct MetricsTests {
    private final class Log: Sendable {
        let lines = Mutex<[[UInt8]]>([])

        func metrics(_ dimensions: [String: String] = [:]) -> Metrics {
            Metrics(namespace: "Shop", dimensions: dimensions) { line in
                self.lines.withLock { $0.append(line) }
            }
        }

        var objects: [JSONValue] {
            get throws { try lines.withLock { $0 }.map { try JSON.decode(JSONValue.self, from: $0) } }
        }
    }

    @Test func writesOneLine() throws {
        let log = Log()
        let metrics = log.metrics(["Function": "orders", "Stage": "live"])
        metrics.add("Orders", 1, unit: .count)
        metrics.add("Latency", 12.5, unit: .milliseconds)
        metrics.add("Latency", 7, unit: .milliseconds)
        metrics.set("requestId", "id-1")
        metrics.flush()
        let line = try #require(try log.objects.first)
        #expect(log.lines.withLock { $0[0].last } == UInt8(ascii: "\n"))
        #expect(line["Orders"]?.number == 1)
        #expect(line["Latency"]?.array?.map(\.number) == [12.5, 7])
        #expect(line["Function"]?.string == "orders")
        #expect(line["requestId"]?.string == "id-1")
        let directive = line["_aws"]?["CloudWatchMetrics"]?.array?.first
        #expect(directive?["Namespace"]?.string == "Shop")
        #expect(directive?["Dimensions"] == .array([.array([.string("Function"), .string("Stage")])]))
        #expect(
            directive?["Metrics"]
                == .array([
                    .object(["Name": .string("Orders"), "Unit": .string("Count")]),
                    .object(["Name": .string("Latency"), "Unit": .string("Milliseconds")]),
                ]))
        let timestamp = try #require(line["_aws"]?["Timestamp"]?.number)
        #expect(abs(timestamp / 1000 - UnixTime.now().seconds) < 60)
    }

    @Test func startsAnewAfterALine() throws {
        let log = Log()
        let metrics = log.metrics()
        metrics.flush()
        metrics.add("a", 1)
        metrics.flush()
        metrics.flush()
        metrics.add("b", 2)
        metrics.flush()
        let lines = try log.objects
        #expect(lines.count == 2)
        #expect(lines[1]["a"] == nil)
        #expect(lines[1]["b"]?.number == 2)
    }

    /// A line tells a metric's unit once.
    @Test func writesALineForEachUnitOfAName() throws {
        let log = Log()
        let metrics = log.metrics()
        metrics.set("requestId", "id-1")
        metrics.add("Latency", 2, unit: .seconds)
        metrics.add("Latency", 3, unit: .milliseconds)
        metrics.add("Latency", 4, unit: .seconds)
        metrics.flush()
        let lines = try log.objects
        #expect(lines.map { $0["Latency"]?.number } == [2, 3, 4])
        #expect(
            lines.map {
                $0["_aws"]?["CloudWatchMetrics"]?.array?.first?["Metrics"]?.array?.map { $0["Unit"]?.string }
            } == [["Seconds"], ["Milliseconds"], ["Seconds"]])
    }

    /// What a search of the log needs stands in each of an event's lines.
    @Test func keepsPropertiesUntilTheFlush() throws {
        let log = Log()
        let metrics = log.metrics()
        metrics.set("requestId", "id-1")
        for number in 0..<150 { metrics.add("m\(number)", 1) }
        metrics.flush()
        metrics.add("later", 1)
        metrics.flush()
        #expect(try log.objects.map { $0["requestId"]?.string } == ["id-1", "id-1", nil])
    }

    /// CloudWatch takes 100 metrics of a line, and 100 values of a metric.
    @Test func writesSeveralLinesOfWhatIsTooMuchForOne() throws {
        let log = Log()
        let metrics = log.metrics()
        for number in 0..<250 { metrics.add("m\(number)", Double(number)) }
        for _ in 0..<250 { metrics.add("same", 1) }
        metrics.flush()
        for line in try log.objects {
            let names = line["_aws"]?["CloudWatchMetrics"]?.array?.first?["Metrics"]?.array ?? []
            #expect(names.count <= 100)
            #expect((line["same"]?.array?.count ?? 0) <= 100)
        }
        let values = try log.objects.map { $0["same"]?.array?.count ?? ($0["same"] == nil ? 0 : 1) }
        #expect(values.reduce(0, +) == 250)
    }

    @Test func staysJSONWhateverItIsGiven() throws {
        let log = Log()
        let metrics = log.metrics(["a\"": "é\n\u{1}", "_aws": "x", "m": "dimension"])
        metrics.add("m", 1)
        metrics.add("nan", .nan)
        metrics.add("infinite", .infinity)
        metrics.add("huge", 1e300)
        metrics.set("m", "property")
        metrics.flush()
        let text = String(decoding: log.lines.withLock { $0[0] }, as: UTF8.self)
        let line = try #require(try log.objects.first)
        #expect(line["m"]?.number == 1)
        #expect(line["nan"] == nil)
        #expect(line["huge"]?.number == 1e300)
        #expect(line["a\""]?.string == "é\n\u{1}")
        #expect(text.components(separatedBy: "\"m\":").count == 2)
        #expect(text.components(separatedBy: "\"_aws\":").count == 2)
    }
}
