internal import CFaceEmbedding
internal import Synchronization

/// Turns aligned faces into embeddings: dlib's face recognition ResNet (29 convolutions), computed by our own kernels
/// for the processor that this runs on.
public final class FaceEmbedder: Sendable {
    /// Faces take turns, as all are computed in the same memory.
    private let engine: Mutex<FaceEngine>

    /// Maps `face_embedder.weights`, which `ModelConverter` writes: nothing is read before it is needed.
    public init(path: String) throws(ModelError) {
        engine = Mutex(try FaceEngine(path: path))
    }

    /// The instruction set that embeddings are computed with, such as "AVX2".
    public static var instructionSet: String {
        String(cString: CFaceInstructionSet_name(CFaceInstructionSet_best()))
    }

    /// The embedding of a face.
    public func embedding(of chip: FaceChip) throws(ModelError) -> Embedding {
        guard
            chip.pixels.count == CFaceChipBytes,
            let embedding = Embedding(normalizing: engine.withLock { $0.components(of: chip.pixels) })
        else {
            throw .failed(
                step: "Embedding a face", reason: "the weights are damaged; convert the model again")
        }
        return embedding
    }
}
