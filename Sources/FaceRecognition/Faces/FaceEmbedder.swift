internal import CDlibModels
internal import Synchronization

/// Turns aligned faces into embeddings: dlib's face recognition ResNet (29 convolutions).
public final class FaceEmbedder: Sendable {
    /// The network keeps its layers' outputs, so faces take turns.
    private let handle: Mutex<OpaquePointer>

    /// Loads dlib's `dlib_face_recognition_resnet_model_v1.dat`.
    public init(path: String) throws(ModelError) {
        var error = ShimError()
        guard let opened = CDlibNetwork_open(path, &error.text) else {
            throw .cannotLoad(path: path, reason: error.reason)
        }
        handle = Mutex(opened)
    }

    deinit {
        handle.withLock { CDlibNetwork_close($0) }
    }

    /// The embedding of a face.
    public func embedding(of chip: FaceChip) throws(ModelError) -> Embedding {
        var error = ShimError()
        var components = [Float](repeating: 0, count: Embedding.length)
        let status = handle.withLock { CDlibNetwork_embed($0, chip.pixels, &components, &error.text) }
        guard status == 0, let embedding = Embedding(normalizing: components) else {
            throw .failed(step: "Embedding a face", reason: error.reason)
        }
        return embedding
    }
}
