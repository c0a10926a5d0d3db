internal import AWSClients
internal import RollcallMessages

extension Student {
    /// The names of StudentDB's attributes.
    enum Attribute {
        static let name = "name"
        static let major = "major"
        static let year = "year"
        static let embeddings = "embeddings"
        static let corrections = "corrections"
    }

    /// The person of an item; nil without a name. Embeddings of another size are left out, since one bad row must not
    /// keep the others from being recognised.
    init?(item: Item) {
        guard case .string(let name) = item[Attribute.name] else { return nil }
        self.init(
            name: name, major: item[Attribute.major]?.text, year: item[Attribute.year]?.text,
            embeddings: item[Attribute.embeddings]?.embeddings ?? [],
            corrections: (item[Attribute.corrections]?.map ?? [:]).values.compactMap(Correction.init(value:))
                .sorted { ($0.time, $0.id) < ($1.time, $1.id) })
    }

    /// The person as an item.
    var item: Item {
        var item: Item = [Attribute.name: .string(name)]
        item[Attribute.major] = major.map(AttributeValue.string)
        item[Attribute.year] = year.map(AttributeValue.string)
        if !embeddings.isEmpty { item[Attribute.embeddings] = AttributeValue(embeddings: embeddings) }
        if !corrections.isEmpty {
            item[Attribute.corrections] = .map(Item(corrections.map { ($0.id, $0.value) }))
        }
        return item
    }
}

extension AttributeValue {
    /// A list of binary values: the components of each embedding as little-endian float32.
    init(embeddings: [[Float]]) {
        self = .list(
            embeddings.map(AttributeValue.init(embedding:)))
    }

    /// The components as little-endian float32.
    init(embedding: [Float]) {
        self = .binary(
            embedding.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, [UInt8].init) })
    }

    /// The components of an embedding; nil if it is none.
    var embedding: [Float]? {
        guard case .binary(let bytes) = self, bytes.count == Student.embeddingLength * 4 else { return nil }
        return bytes.withUnsafeBytes { buffer in
            (0..<Student.embeddingLength).map { index in
                let bits = buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }

    fileprivate var text: String? {
        switch self {
        case .string(let text), .number(let text): text
        default: nil
        }
    }

    fileprivate var embeddings: [[Float]] { (list ?? []).compactMap(\.embedding) }
}
