import RollcallMessages
import RollcallPage

extension PageContent {
    private struct Health: Encodable {
        let clips: Int
        let p50: Double?
        let p95: Double?
        let p99: Double?
        /// What the client's last run has cost at list prices; nil where it told nothing.
        let dollars: Double?
        /// How many clips the gate held back in that run.
        let heldBack: Int?
        let stages: [StageRow]
        let slow: [SlowClip]
    }

    private struct SlowClip: Encodable {
        let time: Int64
        let latency: Double
        let stages: [Mark]

        /// A stage and its milliseconds, as a list of two.
        struct Mark: Encodable {
            let stage: Stage
            let milliseconds: Int64

            func encode(to encoder: any Encoder) throws {
                var list = encoder.unkeyedContainer()
                try list.encode(stage.rawValue)
                try list.encode(milliseconds)
            }
        }
    }

    private static let slowClips = 20

    /// What the client's last run used, and what that costs.
    private var lastRun: (usage: RunUsage, dollars: Double)? {
        guard let run = try? RunUsage(folder: settings.deviceFolder), let prices = try? PriceTable.current
        else { return nil }
        return (run, CostReport(run, prices: prices).dollars)
    }

    /// What `rollcall report` shows, of the last clips.
    func health() throws -> PageAnswer {
        let state = live.now
        let run = lastRun
        let slow = state.clips.filter { !$0.late && $0.answer != .provisional }
            .sorted { $0.latency > $1.latency }.prefix(Self.slowClips)
        return try .json(
            Health(
                clips: state.answered, p50: state.latency.summary?.p50, p95: state.latency.summary?.p95,
                p99: state.latency.summary?.p99, dollars: run?.dollars, heldBack: run?.usage.heldBack,
                stages: Stage.allCases.map(StageRow.init),
                slow: slow.map { line in
                    SlowClip(
                        time: line.result.timestamp, latency: line.latency,
                        stages: Stage.allCases.compactMap { stage in
                            line.result.timings[stage].map { SlowClip.Mark(stage: stage, milliseconds: $0) }
                        })
                }))
    }
}
