/// What became of clips, by level.
struct ClipAccuracy: Encodable {
    var clips = 0
    /// The clip's person was named, and nobody else.
    var right = 0
    /// Somebody else was named.
    var wrongName = 0
    /// Only strangers were seen.
    var unknown = 0
    /// No face was found.
    var noFace = 0
    /// Somebody was named with the clip's person taken out of the gallery.
    var strangersNamed = 0
    /// The frames that were looked at, and the time for that, from JPEGs in memory, in milliseconds.
    var frames = 0
    var milliseconds = 0.0
    /// The distances of clips whose nearest person is theirs, and of strangers, over all frames.
    private var rightDistances: [Double] = []
    private var strangerDistances: [Double] = []

    private enum CodingKeys: String, CodingKey {
        case clips, right, wrongName, unknown, noFace, strangersNamed, frames, milliseconds
    }

    /// Counts a clip.
    ///
    /// - Parameters:
    ///   - person: Whose it is.
    ///   - names: Who was named; nil if no face was found.
    ///   - strangerNames: Who was named when the person was not enrolled.
    ///   - distances: The clip's distance to everybody in the gallery; empty if no face was found.
    mutating func add(
        _ person: String, names: Set<String>?, strangerNames: Set<String>?, distances: [String: Double]
    ) {
        clips += 1
        switch names {
        case nil: noFace += 1
        case [person]: right += 1
        case let names?: if names.isEmpty { unknown += 1 } else { wrongName += 1 }
        }
        if let strangerNames, !strangerNames.isEmpty { strangersNamed += 1 }
        let nearestOther = distances.filter { $0.key != person }.values.min() ?? .infinity
        strangerDistances.append(nearestOther)
        if let own = distances[person], own < nearestOther { rightDistances.append(own) }
    }

    mutating func add(_ other: ClipAccuracy) {
        clips += other.clips
        right += other.right
        wrongName += other.wrongName
        unknown += other.unknown
        noFace += other.noFace
        strangersNamed += other.strangersNamed
        frames += other.frames
        milliseconds += other.milliseconds
        rightDistances += other.rightDistances
        strangerDistances += other.strangerDistances
    }

    /// The share right by the share of strangers named, whatever the threshold in use.
    var rates: AcceptanceRates {
        AcceptanceRates(right: rightDistances, attempts: clips, wrong: strangerDistances)
    }

    /// The share right at one threshold for all levels.
    func right(within threshold: Double) -> Double {
        Double(rightDistances.count { $0 <= threshold }) / Double(max(clips, 1))
    }
}
