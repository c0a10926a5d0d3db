internal import Glibc
internal import Synchronization
internal import WireFormats

/// Metrics that a function writes into its log, from which CloudWatch takes them: no call, no wait, no agent (Amazon
/// CloudWatch User Guide, "Specification: Embedded metric format").
///
/// ```swift
/// let metrics = Metrics(namespace: "Shop", dimensions: ["Function": "orders"])
/// metrics.add("Orders", 1, unit: .count)
/// metrics.add("Latency", 12.5, unit: .milliseconds)
/// metrics.flush()                                 // one line, for instance in context.afterResponse
/// ```
public final class Metrics: Sendable {
    /// What a value is counted in (Amazon CloudWatch API Reference, "MetricDatum").
    public enum Unit: String, Sendable {
        case none = "None"
        case count = "Count"
        case percent = "Percent"
        case seconds = "Seconds"
        case milliseconds = "Milliseconds"
        case microseconds = "Microseconds"
        case bytes = "Bytes"
        case kilobytes = "Kilobytes"
        case megabytes = "Megabytes"
        case bytesPerSecond = "Bytes/Second"
        case countPerSecond = "Count/Second"
    }

    private struct Metric {
        var name: String
        var unit: Unit
        var values: [Double]
    }

    private struct State {
        var metrics: [Metric] = []
        var properties: [String: String] = [:]

        /// What one line has. The next one has the same properties.
        mutating func takeMetrics() -> State {
            defer { metrics = [] }
            return self
        }
    }

    /// CloudWatch takes so many metrics of one line, and so many values of one metric.
    private static let limit = 100
    /// CloudWatch takes so many dimensions.
    private static let maximumDimensions = 30

    private let namespace: String
    private let dimensions: [(name: String, value: String)]
    private let state = Mutex(State())
    private let write: @Sendable ([UInt8]) -> Void

    /// Makes a set of metrics, which serves one event after the other.
    ///
    /// - Parameters:
    ///   - namespace: what the metrics are listed under.
    ///   - dimensions: by what they are told apart: at most 30; each combination of values is metrics of its own, which
    ///     AWS bills.
    ///   - write: takes a whole line; writes it to standard output unless said otherwise.
    public init(
        namespace: String, dimensions: [String: String] = [:],
        write: @escaping @Sendable (_ line: [UInt8]) -> Void = { Metrics.writeToLog($0) }
    ) {
        self.namespace = namespace
        self.dimensions = dimensions.sorted { $0.key < $1.key }.prefix(Self.maximumDimensions)
            .map { (name: $0.key, value: $0.value) }
        self.write = write
    }

    /// Adds a value. Several values of one name are one metric with their minimum, maximum, sum and percentiles; values
    /// in another unit begin another line. A value that is not finite is left out: CloudWatch would refuse the whole
    /// line.
    public func add(_ name: String, _ value: Double, unit: Unit = .none) {
        guard value.isFinite else { return }
        let full = state.withLock { state -> State? in
            guard let index = state.metrics.firstIndex(where: { $0.name == name }) else {
                state.metrics.append(Metric(name: name, unit: unit, values: [value]))
                return state.metrics.count >= Self.limit ? state.takeMetrics() : nil
            }
            if state.metrics[index].unit != unit {
                let earlier = state.takeMetrics()
                state.metrics = [Metric(name: name, unit: unit, values: [value])]
                return earlier
            }
            state.metrics[index].values.append(value)
            return state.metrics[index].values.count >= Self.limit ? state.takeMetrics() : nil
        }
        if let full { write(line(of: full)) }
    }

    /// Adds what is in the line and no metric, to search the log for: a request id, an order's number.
    public func set(_ name: String, _ value: String) {
        state.withLock { $0.properties[name] = value }
    }

    /// Writes what was added since the last time, as one line; nothing where nothing was.
    public func flush() {
        let state = state.withLock { state in
            defer { state = State() }
            return state
        }
        if state.metrics.isEmpty { return }
        write(line(of: state))
    }

    private func line(of state: State) -> [UInt8] {
        var line = JSONOutput()
        line.append(text: #"{"_aws":{"Timestamp":"#)
        line.append(decimal: Int64(UnixTime.now().seconds * 1000))
        line.append(text: #","CloudWatchMetrics":[{"Namespace":"#)
        line.append(jsonString: namespace)
        line.append(text: #","Dimensions":[["#)
        for (index, dimension) in dimensions.enumerated() {
            if index > 0 { line.append(UInt8(ascii: ",")) }
            line.append(jsonString: dimension.name)
        }
        line.append(text: #"]],"Metrics":["#)
        for (index, metric) in state.metrics.enumerated() {
            line.append(text: index > 0 ? #",{"Name":"# : #"{"Name":"#)
            line.append(jsonString: metric.name)
            line.append(text: #","Unit":"#)
            line.append(jsonString: metric.unit.rawValue)
            line.append(UInt8(ascii: "}"))
        }
        line.append(text: "]}]}")
        // A name stands once in the line: metrics come before dimensions.
        var names: Set<String> = ["_aws"]
        for metric in state.metrics where names.insert(metric.name).inserted {
            line.appendName(metric.name)
            line.append(text: metric.values.count > 1 ? "[" : "")
            line.append(text: metric.values.map { "\($0)" }.joined(separator: ","))
            line.append(text: metric.values.count > 1 ? "]" : "")
        }
        let texts =
            dimensions + state.properties.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        for (name, value) in texts where names.insert(name).inserted {
            line.appendName(name)
            line.append(jsonString: value)
        }
        line.append(text: "}\n")
        return line.bytes
    }

    /// Writes a line to standard output, in one piece.
    public static func writeToLog(_ line: [UInt8]) {
        line.withUnsafeBytes { bytes in
            var rest = bytes
            while !rest.isEmpty {
                let count = Glibc.write(1, rest.baseAddress, rest.count)
                if count > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }
    }
}

extension JSONOutput {
    fileprivate mutating func appendName(_ name: String) {
        append(UInt8(ascii: ","))
        append(jsonString: name)
        append(UInt8(ascii: ":"))
    }
}
