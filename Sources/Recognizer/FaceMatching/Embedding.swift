/// A face as a unit vector of 128 components: near vectors, same person.
public struct Embedding: Hashable, Sendable {
    /// The number of components.
    public static let length = 128

    /// The components; their squares add up to 1.
    public let components: [Float]

    /// The unit vector in the direction of 128 components; nil if they are not 128, not finite, or all zero.
    public init?(normalizing components: [Float]) {
        guard components.count == Self.length else { return nil }
        let length = components.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, length > 0 else { return nil }
        self.components = components.map { $0 / length }
    }

    /// The direction of the weighted sum; nil for no embeddings, or if they cancel out.
    public init?(meanOf weighted: some Sequence<(embedding: Embedding, weight: Double)>) {
        var sum = [Float](repeating: 0, count: Self.length)
        for (embedding, weight) in weighted {
            for index in sum.indices { sum[index] += Float(weight) * embedding.components[index] }
        }
        self.init(normalizing: sum)
    }

    /// The Euclidean distance between two unit vectors, 0 to 2.
    public func distance(to other: Embedding) -> Double {
        var product: Float = 0
        for index in components.indices { product += components[index] * other.components[index] }
        return Self.distance(cosine: product)
    }

    /// The Euclidean distance of unit vectors with this inner product.
    static func distance(cosine: Float) -> Double {
        Double(max(0, 2 - 2 * cosine)).squareRoot()
    }
}
