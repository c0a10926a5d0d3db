/// How two pictures differ, pixel by pixel, apart from their brightness as a whole.
struct PictureDifference {
    /// How many pixels differ by so much.
    private var counts = [Int](repeating: 0, count: 511)
    private let total: Int

    init(_ first: [UInt8], _ second: [UInt8]) {
        var signed = [Int](repeating: 0, count: 511)
        // On a Pi, checks would be most of the work. Two bytes differ by 255 at most.
        signed.withUnsafeMutableBufferPointer { signed in
            first.withUnsafeBufferPointer { first in
                second.withUnsafeBufferPointer { second in
                    for index in 0..<min(first.count, second.count) {
                        signed[255 + Int(second[index]) - Int(first[index])] &+= 1
                    }
                }
            }
        }
        total = signed.reduce(0, +)
        let half = total / 2
        var passed = 0
        // Light that changes makes all pixels brighter or darker: the median says by how much.
        let median = signed.firstIndex { count in
            passed += count
            return passed > half
        }
        for (index, count) in signed.enumerated() { counts[abs(index - (median ?? 255))] += count }
    }

    /// The greatest difference but `number - 1`.
    func greatest(_ number: Int) -> Int {
        var passed = 0
        return counts.lastIndex { count in
            passed += count
            return passed >= number
        } ?? 0
    }

    /// Whether noise alone may differ by more than `steps`.
    func isNoisy(factor: Int, steps: Int) -> Bool {
        var left = total * 3 / 4
        let share = left
        var sum = 0
        for (difference, count) in counts.enumerated() {
            let taken = min(count, left)
            sum += difference * taken
            left -= taken
        }
        return sum * factor > steps * share
    }
}
