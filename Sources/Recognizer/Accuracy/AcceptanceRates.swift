/// What is right and what is wrong at every threshold.
struct AcceptanceRates: Encodable {
    /// The share that is right, at the threshold that accepts 1 % of what must be refused.
    let atOnePercent: Double
    /// The same at 0.1 %.
    let atOneInThousand: Double
    /// The threshold of 1 %.
    let onePercentThreshold: Double
    /// The threshold of 0.1 %.
    let oneInThousandThreshold: Double
    /// The share that is right by the share wrongly accepted, from 0.05 % to 20 %.
    let curve: [Point]

    struct Point: Encodable {
        let accepted: Double
        let right: Double
    }

    /// - Parameters:
    ///   - right: The distances of what is to be accepted, and is the right one.
    ///   - attempts: How many there were, those included that are never right.
    ///   - wrong: The distances of what is to be refused.
    init(right: [Double], attempts: Int, wrong: [Double]) {
        let right = right.sorted()
        let wrong = wrong.sorted()
        func share(within threshold: Double) -> Double {
            // The first one beyond it, by halving.
            var (low, high) = (0, right.count)
            while low < high {
                let middle = (low + high) / 2
                if right[middle] <= threshold { low = middle + 1 } else { high = middle }
            }
            return attempts == 0 ? 0 : Double(low) / Double(attempts)
        }
        func threshold(accepting share: Double) -> Double {
            let accepted = Int(Double(wrong.count) * share)
            guard accepted < wrong.count else { return wrong.last ?? 0 }
            return wrong[accepted].nextDown
        }
        onePercentThreshold = threshold(accepting: 0.01)
        oneInThousandThreshold = threshold(accepting: 0.001)
        atOnePercent = share(within: onePercentThreshold)
        atOneInThousand = share(within: oneInThousandThreshold)
        curve = stride(from: 0.0, through: 1, by: 0.025).map { step in
            // Even steps on a logarithmic axis.
            var accepted = 0.0005
            for _ in 0..<Int((step * 40).rounded()) { accepted *= 1.1616 }
            return Point(accepted: accepted, right: share(within: threshold(accepting: accepted)))
        }
    }
}
