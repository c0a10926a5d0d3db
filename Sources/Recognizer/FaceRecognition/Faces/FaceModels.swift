/// All that recognition loads: detector, landmarks, network.
public struct FaceModels: Sendable {
    /// Finds faces.
    public let detector: FaceDetector
    /// Finds the eyes and the nose of a face.
    public let predictor: LandmarkPredictor
    /// Turns an aligned face into a vector.
    public let embedder: FaceEmbedder

    /// Loads the models of a folder that `scripts/fetch-models` filled.
    public init(folder: String) throws(ModelError) {
        detector = try FaceDetector(path: folder + "/face_detector.dat")
        predictor = try LandmarkPredictor(path: folder + "/face_landmarks.trees")
        embedder = try FaceEmbedder(path: folder + "/face_embedder.weights")
    }
}
