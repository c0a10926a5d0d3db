internal import CNeuralNetwork
internal import Synchronization

/// Turns aligned faces into embeddings.
public final class FaceEmbedder: Sendable {
    /// What the model's file says of it.
    public let model: ModelDescription

    /// Faces take turns, as all are computed in the same memory.
    private let network: Mutex<NeuralNetwork>

    /// Maps a model that `scripts/fetch-models` converted: nothing is read before it is needed.
    public init(path: String) throws(ModelError) {
        let network = try NeuralNetwork(path: path)
        model = network.description
        guard model.kind == .embedder, model.width == model.height, model.outputChannels == Embedding.length
        else {
            throw .cannotLoad(
                path: path, reason: "\(model.name) yields no embedding of \(Embedding.length) numbers")
        }
        self.network = Mutex(network)
    }

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
        let components = try network.withLock { network throws(ModelError) in
            try network.run(chip.picture, step: "Embedding a face") { outputs in
                (outputs.first.map { Array(UnsafeBufferPointer(start: $0.values, count: Int($0.channels))) })
                    ?? []
            }
        }
        guard let embedding = Embedding(normalizing: components) else {
            throw .failed(
                step: "Embedding a face", reason: "the weights are damaged; convert the model again")
        }
        return embedding
    }
}
