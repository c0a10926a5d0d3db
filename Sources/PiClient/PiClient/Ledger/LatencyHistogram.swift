import Histogram

/// Latencies in microseconds, up to an hour.
struct LatencyHistogram: Sendable {
    private var histogram = Histogram<UInt64>(highestTrackableValue: 3_600_000_000)

    mutating func record(_ latency: Duration) {
        histogram.record(UInt64(max(0, latency.seconds * 1e6).rounded()))
    }

    /// The percentiles; nil without a latency.
    var summary: LatencySummary? {
        guard histogram.totalCount > 0 else { return nil }
        func seconds(_ percentile: Double) -> Double {
            Double(histogram.valueAtPercentile(percentile)) / 1e6
        }
        return LatencySummary(p50: seconds(50), p95: seconds(95), p99: seconds(99))
    }
}
