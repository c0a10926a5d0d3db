internal import AWSClients
internal import RollcallMessages

extension StoredEmbedding {
    private enum Field {
        static let model = "model"
        static let vector = "vector"
    }

    /// The embedding of a value: a map of `model` (S) and `vector` (B), or as it was stored before there were several
    /// models, the vector alone. Nil if the value is not an embedding, or not of that model's length.
    init?(value: AttributeValue) {
        let fields = value.map
        let model = fields.map { $0[Field.model]?.string } ?? Self.firstModel
        guard let model, let vector = (fields.map { $0[Field.vector] } ?? value)?.vector,
            vector.count == Self.length(of: model)
        else { return nil }
        self.init(vector, model: model)
    }

    /// The embedding as a map.
    var value: AttributeValue {
        .map([Field.model: .string(model), Field.vector: AttributeValue(vector: components)])
    }
}

extension AttributeValue {
    /// The components as little-endian float32.
    fileprivate init(vector: [Float]) {
        self = .binary(vector.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, [UInt8].init) })
    }

    /// Components of four bytes each; nil if the bytes are not whole ones.
    fileprivate var vector: [Float]? {
        guard case .binary(let bytes) = self, bytes.count.isMultiple(of: 4) else { return nil }
        return bytes.withUnsafeBytes { buffer in
            (0..<bytes.count / 4).map { index in
                let bits = buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: bits))
            }
        }
    }
}
