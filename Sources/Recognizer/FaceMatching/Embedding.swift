/// A face as a unit vector of 128 components, or of 256 where two networks looked at it: near vectors, same person.
public struct Embedding: Hashable, Sendable {
    /// The number of components that a network gives.
    public static let length = 128
    /// The number of networks that may look at a face.
    static let mostNetworks = 2

    /// The components, those of each network side by side; their squares add up to 1.
    public let components: [Float]

    /// The unit vector in the direction of 128 or 256 components; nil if they are so many not, not finite, or all zero.
    public init?(normalizing components: [Float]) {
        guard Self.isPossible(components.count) else { return nil }
        let length = components.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length.isFinite, length > 0 else { return nil }
        self.components = components.map { $0 / length }
    }

    /// The embeddings of one face by several networks, each with the share that it has of the distance.
    public init?(joining parts: [(embedding: Embedding, share: Double)]) {
        self.init(
            normalizing: parts.flatMap { part in
                let length = Float(part.share.squareRoot())
                return part.embedding.components.map { $0 * length }
            })
    }

    /// The direction of the weighted sum; nil for no embeddings, if they cancel out, or if they are of different
    /// lengths. Each network's part keeps its share.
    public init?(meanOf weighted: some Sequence<(embedding: Embedding, weight: Double)>) {
        var sum: [Float] = []
        var shares: [Float] = []
        var total: Double = 0
        for (embedding, weight) in weighted {
            if sum.isEmpty {
                sum = [Float](repeating: 0, count: embedding.components.count)
                shares = Self.lengths(embedding.components)
            }
            guard sum.count == embedding.components.count else { return nil }
            total += abs(weight)
            for index in sum.indices { sum[index] += Float(weight) * embedding.components[index] }
        }
        let length = sum.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        // Vectors that cancel out leave their rounding, which has a direction, too.
        guard Double(length) > Self.leastOfMean * total else { return nil }
        if shares.count > 1 {
            for (part, length) in Self.lengths(sum).enumerated() where length > 0 {
                let factor = shares[part] / length
                for index in part * Self.length..<(part + 1) * Self.length { sum[index] *= factor }
            }
        }
        self.init(normalizing: sum)
    }

    /// A mean is longer than this part of a unit vector: a hundred times what rounding leaves.
    private static let leastOfMean = 1e-5

    static func isPossible(_ count: Int) -> Bool {
        count > 0 && count.isMultiple(of: length) && count <= length * mostNetworks
    }

    /// The length of each network's part.
    private static func lengths(_ components: [Float]) -> [Float] {
        stride(from: 0, to: components.count, by: length).map { start in
            components[start..<start + length].reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        }
    }

    /// The Euclidean distance between two unit vectors, 0 to 2, which those of different lengths have.
    public func distance(to other: Embedding) -> Double {
        guard components.count == other.components.count else { return 2 }
        var product: Float = 0
        for index in components.indices { product += components[index] * other.components[index] }
        return Self.distance(cosine: product)
    }

    /// The Euclidean distance of unit vectors with this inner product.
    static func distance(cosine: Float) -> Double {
        Double(max(0, 2 - 2 * cosine)).squareRoot()
    }
}
