import Glibc
package import RollcallMessages

/// How long a clip took, as a line for CloudWatch: it makes metrics of what a function prints in this form (AWS:
/// "Specification: Embedded metric format", Amazon CloudWatch User Guide).
package struct ClipMetrics: Sendable {
    /// The metrics' namespace.
    package static let namespace = "Rollcall"

    private let function: String
    private let clip: String
    private let route: Route?
    private let status: String
    private let durations: [(name: String, milliseconds: Int64)]

    /// What a clip's account says of the stages that it passed, each as the time since the one before it.
    ///
    /// - Parameters:
    ///   - function: The function that says so, a dimension of the metrics.
    ///   - clip: The clip's key.
    ///   - route: How the clip went, the other dimension.
    ///   - status: How it ended.
    ///   - timings: The stages so far.
    ///   - stages: The stages to tell of. The time before the first of them is told as `SinceFirstFrame`.
    package init(
        function: String, clip: String, route: Route?, status: String, timings: Timings, stages: [Stage]
    ) {
        self.function = function
        self.clip = clip
        self.route = route
        self.status = status
        var durations: [(name: String, milliseconds: Int64)] = []
        var previous: Int64?
        for stage in stages {
            guard let time = timings[stage] else { continue }
            let (duration, overflow) = time.subtractingReportingOverflow(previous ?? 0)
            let name = previous == nil ? "SinceFirstFrame" : stage.metricName
            if !overflow { durations.append((name, duration)) }
            previous = time
        }
        self.durations = durations
    }

    /// The line, with its newline.
    ///
    /// - Parameter now: The time of the measurement, in Unix milliseconds.
    package func line(now: Int64 = WallClock.now()) throws -> [UInt8] {
        let document = Document(
            aws: Document.Metadata(
                timestamp: now,
                cloudWatchMetrics: [
                    Document.Directive(
                        namespace: Self.namespace, dimensions: [["Function", "Way"]],
                        metrics: durations.map { Document.Metric(name: $0.name, unit: "Milliseconds") })
                ]), function: function, route: route?.name ?? "unknown", clip: clip, status: status,
            durations: durations)
        return try MessageCoding.encode(document) + [UInt8(ascii: "\n")]
    }

    /// Prints the line. Lambda sends standard output to CloudWatch Logs.
    package func print() {
        guard let line = try? line() else { return }
        // One call: lines of two threads must not mix.
        line.withUnsafeBytes { _ = write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    }
}

extension Stage {
    /// `framesStored` as `FramesStored`.
    fileprivate var metricName: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// The line's JSON.
private struct Document: Encodable {
    struct Metadata: Encodable {
        let timestamp: Int64
        let cloudWatchMetrics: [Directive]

        enum CodingKeys: String, CodingKey {
            case timestamp = "Timestamp"
            case cloudWatchMetrics = "CloudWatchMetrics"
        }
    }

    struct Directive: Encodable {
        let namespace: String
        let dimensions: [[String]]
        let metrics: [Metric]

        enum CodingKeys: String, CodingKey {
            case namespace = "Namespace"
            case dimensions = "Dimensions"
            case metrics = "Metrics"
        }
    }

    struct Metric: Encodable {
        let name: String
        let unit: String

        enum CodingKeys: String, CodingKey {
            case name = "Name"
            case unit = "Unit"
        }
    }

    let aws: Metadata
    let function: String
    let route: String
    let clip: String
    let status: String
    let durations: [(name: String, milliseconds: Int64)]

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(_ name: String) { stringValue = name }
        init?(stringValue: String) { self.init(stringValue) }
        init?(intValue: Int) { nil }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(aws, forKey: Key("_aws"))
        try container.encode(function, forKey: Key("Function"))
        try container.encode(route, forKey: Key("Way"))
        try container.encode(clip, forKey: Key("clip"))
        try container.encode(status, forKey: Key("status"))
        for duration in durations {
            try container.encode(duration.milliseconds, forKey: Key(duration.name))
        }
    }
}
