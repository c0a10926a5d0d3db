/// A component of a unit vector, -1 to 1, in steps of 1/32767: half of a float's memory, to within 0.00002.
typealias FixedPoint = Int16

extension Embedding {
    static let one: Float = 32767

    /// The components in fixed point.
    var fixedPoint: [FixedPoint] {
        components.map { FixedPoint(max(-Self.one, min(Self.one, ($0 * Self.one).rounded()))) }
    }

    /// The unit vector in the direction of fixed-point components; nil if they are not 128 or 256, or all zero.
    init?(fixedPoint components: [FixedPoint]) {
        self.init(normalizing: components.map { Float($0) / Self.one })
    }
}
