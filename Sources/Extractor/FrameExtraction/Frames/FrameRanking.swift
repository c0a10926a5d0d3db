/// Which of a clip's frames are worth looking at first: spread over the clip, and sharp.
public enum FrameRanking {
    /// The indices of all frames: the sharpest around the middle first, then those of the halves, and so on.
    ///
    /// - Parameter sharpness: The frames' sharpness, see `VideoFrame.sharpness`, in presentation order.
    public static func order(sharpness: [Int]) -> [Int] {
        var order: [Int] = []
        var spans = [0..<sharpness.count]
        while order.count < sharpness.count {
            var next: [Range<Int>] = []
            for span in spans where !span.isEmpty {
                let best = sharpest(of: sharpness, in: span)
                order.append(best)
                next += [span.lowerBound..<best, (best + 1)..<span.upperBound]
            }
            spans = next
        }
        return order
    }

    private static func sharpest(of sharpness: [Int], in span: Range<Int>) -> Int {
        let margin = span.count / 4
        let middle = (span.lowerBound + span.upperBound) / 2
        let candidates = (span.lowerBound + margin)..<(span.upperBound - margin)
        return candidates.max { (sharpness[$0], -abs($0 - middle)) < (sharpness[$1], -abs($1 - middle)) }
            ?? middle
    }
}
