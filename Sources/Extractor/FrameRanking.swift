/// Which of a clip's frames are worth looking at first: spread over the clip, and sharp.
///
/// Of frames of one scene, encoded alike, the sharpest needs the most bytes; blur leaves nothing to encode.
enum FrameRanking {
    /// The places of all frames: the sharpest around the middle first, then those of the halves, and so on.
    ///
    /// - Parameter sizes: The frames' sizes as JPEGs, in presentation order.
    static func order(sizes: [Int]) -> [Int] {
        var order: [Int] = []
        var spans = [0..<sizes.count]
        while order.count < sizes.count {
            var next: [Range<Int>] = []
            for span in spans where !span.isEmpty {
                let best = sharpest(of: sizes, in: span)
                order.append(best)
                next += [span.lowerBound..<best, (best + 1)..<span.upperBound]
            }
            spans = next
        }
        return order
    }

    /// The frames with as many of them as fit, the first of `order(sizes:)`; nil if too few do to tell who is in them.
    ///
    /// - Parameters:
    ///   - frames: JPEGs in presentation order.
    ///   - order: The places of all of them, those worth most first.
    ///   - capacity: How many bytes they may take together.
    /// - Returns: All places of the clip, so that a frame's place stays what it is; frames that do not fit are empty.
    static func selection(of frames: [[UInt8]], order: [Int], within capacity: Int) -> [[UInt8]]? {
        var free = capacity
        let fitting = Set(
            order.prefix { index in
                free -= frames[index].count
                return free >= 0
            })
        guard fitting.count >= min(frames.count, leastFrames) else { return nil }
        return frames.enumerated().map { fitting.contains($0) ? $1 : [] }
    }

    /// Fewer do not tell who is in a clip.
    private static let leastFrames = 3

    private static func sharpest(of sizes: [Int], in span: Range<Int>) -> Int {
        let margin = span.count / 4
        let middle = (span.lowerBound + span.upperBound) / 2
        let candidates = (span.lowerBound + margin)..<(span.upperBound - margin)
        return candidates.max { (sizes[$0], -abs($0 - middle)) < (sizes[$1], -abs($1 - middle)) } ?? middle
    }
}
