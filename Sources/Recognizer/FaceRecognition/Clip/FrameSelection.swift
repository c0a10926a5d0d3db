/// In which order a clip's frames are looked at.
enum FrameSelection {
    /// The indices of all frames in such an order that the first ones, however many, are spread over the clip: the
    /// middle first, then the middles of the halves, and so on.
    static func order(_ count: Int) -> [Int] {
        var order: [Int] = []
        var spans = [0..<count]
        while order.count < count {
            var next: [Range<Int>] = []
            for span in spans where !span.isEmpty {
                let middle = (span.lowerBound + span.upperBound) / 2
                order.append(middle)
                next += [span.lowerBound..<middle, (middle + 1)..<span.upperBound]
            }
            spans = next
        }
        return order
    }
}
