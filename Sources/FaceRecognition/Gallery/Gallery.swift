/// Everybody who is enrolled: a unit vector each, side by side in memory so that a face is compared with all of them
/// in one pass.
public struct Gallery: Sendable {
    /// An enrolled person and how far a face is away.
    public struct Match: Hashable, Sendable {
        /// The person's name.
        public let name: String
        /// The Euclidean distance between unit vectors, 0 to 2.
        public let distance: Double
    }

    /// The people's names, in the order of their vectors.
    public private(set) var names: [String] = []
    private var components: [Float] = []
    private var indices: [String: Int] = [:]

    /// Nobody.
    public init() {}

    /// The number of people.
    public var count: Int { names.count }

    /// Adds a person, or replaces the one of the same name.
    ///
    /// - Parameters:
    ///   - name: The person's name.
    ///   - embeddings: One for each enrolled photograph; the person is the direction of their mean. Without any, the
    ///     person is removed.
    public mutating func set(_ name: String, embeddings: [Embedding]) {
        guard let mean = Embedding(meanOf: embeddings.lazy.map { ($0, 1) }) else {
            remove(name)
            return
        }
        if let index = indices[name] {
            let range = index * Embedding.length..<(index + 1) * Embedding.length
            components.replaceSubrange(range, with: mean.components)
        } else {
            indices[name] = names.count
            names.append(name)
            components.append(contentsOf: mean.components)
        }
    }

    /// Removes a person; nobody of that name is no error.
    public mutating func remove(_ name: String) {
        guard let index = indices.removeValue(forKey: name) else { return }
        // The last person takes the place.
        let last = names.count - 1
        if index != last {
            let source = components[last * Embedding.length..<(last + 1) * Embedding.length]
            components.replaceSubrange(
                index * Embedding.length..<(index + 1) * Embedding.length, with: Array(source))
            names[index] = names[last]
            indices[names[index]] = index
        }
        names.removeLast()
        components.removeLast(Embedding.length)
    }

    /// The people nearest to a face, nearest first.
    ///
    /// - Parameters:
    ///   - embedding: The face.
    ///   - limit: How many people at most; meant for a handful.
    public func nearest(to embedding: Embedding, limit: Int) -> [Match] {
        guard limit > 0 else { return [] }
        var best: [(index: Int, cosine: Float)] = []
        components.withUnsafeBufferPointer { rows in
            embedding.components.withUnsafeBufferPointer { face in
                for index in names.indices {
                    let cosine = Self.product(face, rows, at: index * Embedding.length)
                    if best.count == limit, let worst = best.last, worst.cosine >= cosine { continue }
                    let place = best.firstIndex { $0.cosine < cosine } ?? best.count
                    best.insert((index, cosine), at: place)
                    if best.count > limit { best.removeLast() }
                }
            }
        }
        return best.map { Match(name: names[$0.index], distance: Embedding.distance(cosine: $0.cosine)) }
    }

    /// The inner product of a face and a row.
    private static func product(
        _ face: UnsafeBufferPointer<Float>, _ rows: UnsafeBufferPointer<Float>, at offset: Int
    ) -> Float {
        // Sixteen sums side by side, so that the compiler may use vectors: floating-point addition cannot be
        // reordered by itself.
        var sums = SIMD16<Float>()
        for start in stride(from: 0, to: Embedding.length, by: 16) {
            var left = SIMD16<Float>()
            var right = SIMD16<Float>()
            for lane in 0..<16 {
                left[lane] = face[start + lane]
                right[lane] = rows[offset + start + lane]
            }
            sums += left * right
        }
        return sums.sum()
    }
}
