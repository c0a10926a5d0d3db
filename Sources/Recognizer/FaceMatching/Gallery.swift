/// Everybody who is enrolled: a unit vector each, side by side in memory so that a face is compared with all of them
/// in one pass.
public struct Gallery: Equatable, Sendable {
    /// An enrolled person and how far a face is away.
    public struct Match: Hashable, Sendable {
        /// The person's name.
        public let name: String
        /// The Euclidean distance between unit vectors, 0 to 2, to within 0.0001.
        public let distance: Double
    }

    /// The people's names, in the order of their vectors.
    public private(set) var names: [String] = []
    private var vectors: [FixedPoint] = []
    /// The components of each vector: as many as the first person's has.
    private var length = Embedding.length
    /// How many photographs each person is the mean of, in the same order.
    private var photographCounts: [Int] = []
    private var indices: [String: Int] = [:]
    /// Faces that are known not to be the person's; few people have any.
    private var counterexamples: [String: [Embedding]] = [:]

    /// Nobody.
    public init() {}

    /// The number of people.
    public var count: Int { names.count }

    /// The number of photographs that all people together are enrolled by, faces that a correction added included.
    public private(set) var photographs = 0

    /// Adds a person, or replaces the one of the same name.
    ///
    /// - Parameters:
    ///   - name: The person's name.
    ///   - embeddings: One for each enrolled photograph; the person is the direction of their mean. Without any, or if
    ///     they are of another length than those of the others, the person is removed.
    ///   - others: Faces that somebody said are not the person's.
    public mutating func set(_ name: String, embeddings: [Embedding], notThese others: [Embedding] = []) {
        guard let mean = Embedding(meanOf: embeddings.lazy.map { ($0, 1) }),
            names.isEmpty || mean.components.count == length
        else {
            remove(name)
            return
        }
        set(name, vector: mean.fixedPoint, photographs: embeddings.count, notThese: others)
    }

    /// Removes a person; nobody of that name is no error.
    public mutating func remove(_ name: String) {
        counterexamples[name] = nil
        guard let index = indices.removeValue(forKey: name) else { return }
        // The last person takes its index.
        let last = names.count - 1
        if index != last {
            for component in 0..<length {
                vectors[index * length + component] = vectors[last * length + component]
            }
            names[index] = names[last]
            photographCounts.swapAt(index, last)
            indices[names[index]] = index
        }
        names.removeLast()
        photographs -= photographCounts.removeLast()
        vectors.removeLast(length)
    }

    /// The people nearest to a face, nearest first.
    ///
    /// - Parameters:
    ///   - embedding: The face.
    ///   - limit: How many people at most; meant for a handful.
    public func nearest(to embedding: Embedding, limit: Int) -> [Match] {
        guard limit > 0, embedding.components.count == length else { return [] }
        return vectors.withUnsafeBufferPointer { rows in
            embedding.fixedPoint.withUnsafeBufferPointer { face in
                var best: [(index: Int, product: Int32)] = []
                for index in names.indices {
                    let product = Self.product(face, rows, at: index * length)
                    if best.count == limit, let worst = best.last, worst.product >= product { continue }
                    let position = best.firstIndex { $0.product < product } ?? best.count
                    best.insert((index, product), at: position)
                    if best.count > limit { best.removeLast() }
                }
                return best.map {
                    Match(name: names[$0.index], distance: Self.distance(face, rows, at: $0.index))
                }
            }
        }
    }

    /// How far a person is from a face, 0 to 2; nil for nobody of that name, or a face of another length.
    public func distance(of name: String, to embedding: Embedding) -> Double? {
        guard let index = indices[name], embedding.components.count == length else { return nil }
        return vectors.withUnsafeBufferPointer { rows in
            embedding.fixedPoint.withUnsafeBufferPointer { face in
                Self.distance(face, rows, at: index)
            }
        }
    }

    /// Whether somebody said of a face like this one that it is not that person's: it is nearer to such a face than to
    /// the person.
    public func excludes(_ match: Match, for embedding: Embedding) -> Bool {
        (counterexamples[match.name] ?? []).contains { $0.distance(to: embedding) < match.distance }
    }

    /// The distance of a face and a row. From their difference, since in fixed point their lengths are not quite 1,
    /// which would show in small distances.
    private static func distance(
        _ face: UnsafeBufferPointer<FixedPoint>, _ rows: UnsafeBufferPointer<FixedPoint>, at index: Int
    ) -> Double {
        var sum = 0
        for component in face.indices {
            let difference = Int(face[component]) - Int(rows[index * face.count + component])
            sum += difference * difference
        }
        return Double(sum).squareRoot() / Double(Embedding.one)
    }

    /// The inner product of a face and a row.
    ///
    /// Of integers, since the compiler may add them in any order, and so eight and more at a time. The sum stays below
    /// 2³¹: each part of an inner product is at most the product of the vectors' lengths, about 2³⁰.
    private static func product(
        _ face: UnsafeBufferPointer<FixedPoint>, _ rows: UnsafeBufferPointer<FixedPoint>, at offset: Int
    ) -> Int32 {
        var sum: Int32 = 0
        for component in face.indices {
            sum &+= Int32(face[component]) &* Int32(rows[offset &+ component])
        }
        return sum
    }

    private mutating func set(
        _ name: String, vector: [FixedPoint], photographs count: Int, notThese others: [Embedding]
    ) {
        if let index = indices[name] {
            photographs -= photographCounts[index]
            photographCounts[index] = count
            vectors.replaceSubrange(index * length..<(index + 1) * length, with: vector)
        } else {
            length = vector.count
            indices[name] = names.count
            names.append(name)
            photographCounts.append(count)
            vectors.append(contentsOf: vector)
        }
        photographs += count
        let comparable = others.filter { $0.components.count == length }
        counterexamples[name] = comparable.isEmpty ? nil : comparable
    }
}

extension Gallery {
    /// The gallery in bytes, for `init(snapshot:)`.
    ///
    /// All numbers are little-endian: the format's name; the number of people; that of a vector's components; for each
    /// person the name, as a length and UTF-8, the vector of Int16, the number of its photographs, that of its
    /// counterexamples, and those.
    public func snapshot() -> [UInt8] {
        var bytes = Self.format
        bytes.reserveCapacity(names.count * (length * 2 + 32))
        bytes.append(UInt32(clamping: names.count))
        bytes.append(UInt32(clamping: length))
        for (index, name) in names.enumerated() {
            let utf8 = Array(name.utf8)
            bytes.append(UInt32(clamping: utf8.count))
            bytes += utf8
            bytes.append(vectors[index * length..<(index + 1) * length])
            bytes.append(UInt32(clamping: photographCounts[index]))
            let others = counterexamples[name] ?? []
            bytes.append(UInt32(clamping: others.count))
            for other in others { bytes.append(other.fixedPoint[...]) }
        }
        return bytes
    }

    /// The gallery of a snapshot; nil if the bytes are not a snapshot.
    public init?(snapshot bytes: [UInt8]) {
        guard bytes.starts(with: Self.format) else { return nil }
        var reader = SnapshotReader(bytes: bytes, offset: Self.format.count)
        guard let count = reader.count(), let length = reader.count(), Embedding.isPossible(length) else {
            return nil
        }
        // A person takes more bytes than these, so that a damaged count reserves no more than the file has.
        let most = min(count, bytes.count / (length * 2))
        names.reserveCapacity(most)
        vectors.reserveCapacity(most * length)
        indices.reserveCapacity(most)
        for _ in 0..<count {
            guard let bytes = reader.count(), let name = reader.text(bytes),
                let vector = reader.vector(length),
                let photographs = reader.count(), photographs > 0, let others = reader.count(),
                others <= reader.bytes.count
            else { return nil }
            var counterexamples: [Embedding] = []
            for _ in 0..<others {
                guard let other = reader.vector(length).flatMap(Embedding.init(fixedPoint:)) else {
                    return nil
                }
                counterexamples.append(other)
            }
            set(name, vector: vector, photographs: photographs, notThese: counterexamples)
        }
        guard reader.isAtEnd else { return nil }
    }

    private static let format = Array("Rollcall gallery 3\n".utf8)
}
