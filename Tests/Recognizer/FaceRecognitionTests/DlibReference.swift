import CDlibModels
import CFaceEmbedding
import Foundation
import ModelConverter
import TestSupport

/// dlib's own network on all test chips, and its weights converted.
struct DlibReference: Sendable {
    static let shared = Result { try DlibReference() }
    static let missing = "no models: run scripts/fetch-models"

    let chips: [[UInt8]]
    /// Whether faces are among the chips.
    let hasFaces: Bool
    let embeddings: [[Float]]
    let weights: [CFaceWeightType: WeightFile]

    struct Failure: Error {
        let reason: String
    }

    private init() throws {
        guard let models = Repository.models else { throw Failure(reason: Self.missing) }
        let path = models.appending(path: "dlib_face_recognition_resnet_model_v1.dat").path
        let faces = try FaceChips.real()
        chips = FaceChips.synthetic + faces
        hasFaces = !faces.isEmpty

        var message = [CChar](repeating: 0, count: Int(CDlibModelsErrorCapacity))
        guard let network = CDlibNetwork_open(path, &message) else { throw Failure(reason: path) }
        defer { CDlibNetwork_close(network) }
        embeddings = try chips.map { chip in
            var embedding = [Float](repeating: 0, count: Int(CFaceEmbeddingLength))
            guard CDlibNetwork_embed(network, chip, &embedding, &message) == 0 else {
                throw Failure(reason: "embed")
            }
            return embedding
        }
        weights = [
            .float32: try WeightFile(EmbedderWeights(network: path, type: .float32).data),
            .float16: try WeightFile(EmbedderWeights(network: path, type: .float16).data),
        ]
    }
}
