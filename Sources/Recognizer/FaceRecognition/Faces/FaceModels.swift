internal import Glibc

/// All that recognition loads: detector and embedder.
public struct FaceModels: Sendable {
    /// Finds faces.
    public let detector: FaceDetector
    /// Turns an aligned face into a vector.
    public let embedder: FaceEmbedder

    /// Loads the models of a folder that `scripts/fetch-models` filled.
    public init(folder: String) throws(ModelError) {
        detector = try FaceDetector(path: folder + "/face_detector.model")
        let second = folder + "/second_face_embedder.model"
        embedder = try FaceEmbedder(
            path: folder + "/face_embedder.model", second: access(second, F_OK) == 0 ? second : nil)
    }
}
