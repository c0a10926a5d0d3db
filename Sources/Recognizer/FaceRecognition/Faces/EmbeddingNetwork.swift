internal import CNeuralNetwork
internal import FaceMatching
internal import Synchronization

/// A network that turns a face's picture into a vector.
final class EmbeddingNetwork: Sendable {
    let model: ModelDescription

    /// Faces take turns, as all are computed in the same memory.
    private let network: Mutex<NeuralNetwork>

    /// Maps a model that `scripts/fetch-models` converted: nothing is read before it is needed.
    init(path: String) throws(ModelError) {
        let network = try NeuralNetwork(path: path)
        model = network.description
        guard model.kind == .embedder, model.width == model.height, model.outputChannels == Embedding.length
        else {
            throw .cannotLoad(
                path: path, reason: "\(model.name) yields no embedding of \(Embedding.length) numbers")
        }
        self.network = Mutex(network)
    }

    /// The embedding of a face that was cut out for this network.
    func embedding(of picture: Picture) throws(ModelError) -> Embedding {
        let components = try network.withLock { network throws(ModelError) in
            try network.run(picture, step: "Embedding a face") { outputs in
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
