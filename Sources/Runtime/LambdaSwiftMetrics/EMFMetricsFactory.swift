public import CoreMetrics
public import LambdaMetrics
internal import Synchronization

/// What a program and its libraries count by swift-metrics, as lines in the function's log that CloudWatch takes (see
/// `Metrics` of `LambdaMetrics`).
///
/// ```swift
/// let factory = EMFMetricsFactory(namespace: "Shop")
/// MetricsSystem.bootstrap(factory)
/// …
/// context.afterResponse { factory.flush() }       // in the handler
/// ```
public final class EMFMetricsFactory: MetricsFactory {
    private let namespace: String
    private let write: @Sendable ([UInt8]) -> Void
    /// A line has one set of dimensions.
    private let metrics = Mutex<[[String: String]: Metrics]>([:])

    /// Makes a factory.
    ///
    /// - Parameters:
    ///   - namespace: what the metrics are listed under.
    ///   - write: takes a whole line; writes it to standard output unless said otherwise.
    public init(
        namespace: String,
        write: @escaping @Sendable (_ line: [UInt8]) -> Void = { Metrics.writeToLog($0) }
    ) {
        self.namespace = namespace
        self.write = write
    }

    /// Writes what was counted since the last time, a line for each set of dimensions.
    public func flush() {
        for metrics in metrics.withLock({ Array($0.values) }) { metrics.flush() }
    }

    private func metric(_ label: String, _ dimensions: [(String, String)]) -> Metric {
        let names = Dictionary(dimensions) { first, _ in first }
        let metrics = metrics.withLock { all in
            if let metrics = all[names] { return metrics }
            let metrics = Metrics(namespace: namespace, dimensions: names, write: write)
            all[names] = metrics
            return metrics
        }
        return Metric(label: label, metrics: metrics)
    }

    /// A counter: each increment is a value, of which CloudWatch shows the sum.
    public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        metric(label, dimensions)
    }

    /// A counter of fractions.
    public func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        metric(label, dimensions)
    }

    /// A gauge.
    public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        Gauge(metric(label, dimensions))
    }

    /// A recorder; CloudWatch knows the values' distribution whether `aggregate` is set or not.
    public func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        metric(label, dimensions)
    }

    /// A timer, in milliseconds.
    public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        metric(label, dimensions)
    }

    /// Does nothing: what was counted is written by ``flush()``.
    public func destroyCounter(_ handler: any CounterHandler) {}
    /// Does nothing; see ``destroyCounter(_:)``.
    public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    /// Does nothing; see ``destroyCounter(_:)``.
    public func destroyMeter(_ handler: any MeterHandler) {}
    /// Does nothing; see ``destroyCounter(_:)``.
    public func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Does nothing; see ``destroyCounter(_:)``.
    public func destroyTimer(_ handler: any TimerHandler) {}
}

/// A metric of any kind but a gauge: values under a name.
private final class Metric: CounterHandler, FloatingPointCounterHandler, RecorderHandler, TimerHandler {
    private let label: String
    private let metrics: Metrics

    init(label: String, metrics: Metrics) {
        self.label = label
        self.metrics = metrics
    }

    func increment(by amount: Int64) { metrics.add(label, Double(amount), unit: .count) }
    func increment(by amount: Double) { metrics.add(label, amount, unit: .count) }
    func record(_ value: Int64) { metrics.add(label, Double(value)) }
    func record(_ value: Double) { metrics.add(label, value) }
    func recordNanoseconds(_ duration: Int64) {
        metrics.add(label, Double(duration) / 1e6, unit: .milliseconds)
    }
    /// What was written is CloudWatch's.
    func reset() {}
}

/// A value that goes up and down.
private final class Gauge: MeterHandler {
    private let metric: Metric
    private let level = Mutex(0.0)

    init(_ metric: Metric) {
        self.metric = metric
    }

    func set(_ value: Int64) { change { $0 = Double(value) } }
    func set(_ value: Double) { change { $0 = value } }
    func increment(by amount: Double) { change { $0 += amount } }
    func decrement(by amount: Double) { change { $0 -= amount } }

    private func change(_ body: (inout Double) -> Void) {
        let value = level.withLock { level in
            body(&level)
            return level
        }
        metric.record(value)
    }
}
