import AWSClients
import RollcallMessages

/// What a run costs at list prices, and what other settings would have cost.
struct CostReport: Sendable {
    let run: RunUsage
    let prices: PriceTable
    let costs: [PriceTable.Cost]

    /// What the functions keep, of which `ROLLCALL_FRAMES` and `ROLLCALL_CLIPS` say how much.
    struct Kept: Encodable, Sendable {
        let frames: String
        let clips: String
        /// Dollars an hour, without storage.
        let hour: Double
    }

    static let frames = ["all", "bundle", "seen", "none"]
    private static let clips = ["all", "people", "none"]

    /// A report of a run.
    init(_ run: RunUsage, prices: PriceTable) {
        self.run = run
        self.prices = prices
        costs = prices.costs(of: run.total)
    }

    var dollars: Double { costs.reduce(0) { $0 + $1.dollars } }

    /// Dollars an hour; 0 for a run that has not lasted.
    func hourly(_ dollars: Double) -> Double { run.hours > 0 ? dollars / run.hours : 0 }

    /// What the same run would have cost an hour, as other objects are stored: all else as it was, and without storage,
    /// because nobody knows how large what was not stored would have been.
    ///
    /// - Returns: None where S3 carries the clips and has to have all of each.
    var settings: [Kept] {
        guard run.route?.carrier != .storage else { return [] }
        let usage = run.total
        var others = usage
        others[.s3Put] = 0
        others[.s3StoredByte] = 0
        let rest = prices.costs(of: others).reduce(0) { $0 + $1.dollars }
        let clipCount = Double(run.clips)
        let keptClips = ["all": clipCount, "people": Double(run.clipsWithPeople), "none": 0]
        return Self.frames.flatMap { frames in
            Self.clips.map { clips in
                let frameObjects = prices.frameObjectsAClip[frames] ?? prices.framesAClip
                let objects = clipCount * frameObjects + (keptClips[clips] ?? 0)
                return Kept(
                    frames: frames, clips: clips,
                    hour: hourly(rest + objects * prices.price(PricedUnit.s3Put.rawValue)))
            }
        }
    }
}
