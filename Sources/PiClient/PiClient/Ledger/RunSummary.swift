import RollcallMessages

/// What became of all clips of a run.
struct RunSummary: Sendable, Equatable, Encodable {
    /// Clips cut from the stream.
    var filmed = 0
    /// Clips among them that the gate held back.
    var heldBack = 0
    /// Clips handed to the Extractor, those of the spool included.
    var sent = 0
    /// Clips sent again, because their result did not come in time.
    var resent = 0
    /// Provisional results, of clips' first pictures.
    var provisional = 0
    /// Clips whose result is another than the provisional one.
    var corrected = 0
    var recognized = 0
    var unknown = 0
    var noFace = 0
    var failed = 0
    /// Sent, but no result came in time.
    var missing = 0
    /// Lost before they could be sent: the queue or the spool was full.
    var dropped = 0
    /// Never taken by the functions or S3, each for a reason of its own.
    var refused = 0
    /// On disk, for the next run to send.
    var kept = 0
    /// Results of clips that had waited on disk; not in the latencies.
    var late = 0
    /// Results that came more than once.
    var duplicates = 0
    /// From a clip's first frame to its result; nil without a result in time.
    var latency: LatencySummary?
    /// From a clip's first frame to the first that is heard of it; nil without provisional results.
    var firstLatency: LatencySummary?

    mutating func count(_ status: RecognitionResult.Status) {
        switch status {
        case .recognized: recognized += 1
        case .unknown: unknown += 1
        case .noFace: noFace += 1
        case .failed: failed += 1
        }
    }
}

/// Percentiles in seconds.
struct LatencySummary: Sendable, Equatable, Encodable {
    let p50: Double
    let p95: Double
    let p99: Double
}

extension RunSummary {
    /// How many clips have a result.
    var answered: Int { recognized + unknown + noFace + failed }

    /// Whether nothing was lost and nothing is left to wait for.
    var isComplete: Bool { missing == 0 && dropped == 0 && refused == 0 && kept == 0 }
}
