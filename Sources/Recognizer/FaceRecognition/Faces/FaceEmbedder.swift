internal import CNeuralNetwork
public import FaceMatching

/// Turns aligned faces into embeddings, by one network or by two together, which err in different faces.
public struct FaceEmbedder: Sendable {
    /// What the model's file says of it; where there are two networks, what goes for both together.
    public let model: ModelDescription

    private let parts: [EmbeddingNetwork]

    /// Maps models that `scripts/fetch-models` converted: nothing is read before it is needed.
    ///
    /// - Parameters:
    ///   - path: The network's file.
    ///   - second: The second network's, if there is one.
    public init(path: String, second: String? = nil) throws(ModelError) {
        let first = try EmbeddingNetwork(path: path)
        guard let second else {
            (parts, model) = ([first], first.model)
            return
        }
        parts = [first, try EmbeddingNetwork(path: second)]
        guard let both = ModelDescription(of: parts.map(\.model)) else {
            throw .cannotLoad(
                path: second,
                reason: "it is not known which distances it has together with \(first.model.name)")
        }
        model = both
    }

    /// The networks.
    var networks: [ModelDescription] { parts.map(\.model) }

    /// The instruction set that networks are computed with, such as "AVX2".
    public static var instructionSet: String {
        String(cString: CInstructionSet_name(CInstructionSet_best()))
    }

    /// The embedding of a face and of its mirror image together, in twice the time: more of the person, and less of the
    /// side from which the light came.
    public func symmetricEmbedding(of chip: FaceChip) throws(ModelError) -> Embedding {
        let (plain, mirrored) = (try embedding(of: chip), try embedding(of: chip.mirrored))
        return Embedding(meanOf: [(plain, 1), (mirrored, 1)]) ?? plain
    }

    /// The embedding of a face.
    public func embedding(of chip: FaceChip) throws(ModelError) -> Embedding {
        var embeddings: [Embedding] = []
        for (part, picture) in zip(parts, chip.pictures) {
            embeddings.append(try part.embedding(of: picture))
        }
        if parts.count == 1, let embedding = embeddings.first { return embedding }
        guard let both = Embedding(joining: Array(zip(embeddings, NamingThreshold.sharesOfBoth))) else {
            throw .failed(step: "Embedding a face", reason: "it was cut out for another network")
        }
        return both
    }
}
