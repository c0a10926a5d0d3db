import FaceRecognition
import Foundation

/// A person's photographs as vectors.
struct PersonFaces {
    let name: String
    /// The embeddings of the photographs to enrol; fewer where faces were not found.
    let enrolment: [Embedding]
    /// The embeddings of all other photographs; nil where no face was found, which counts as a miss.
    let probes: [Embedding?]
    /// Why enrolment photographs were refused.
    let refusals: [PhotographRefusal]

    /// Embeds a person's photographs: the first `count` to be enrolled, the others as probes.
    init(name: String, photographs: [URL], enrolling count: Int, models: FaceModels) throws {
        self.name = name
        let bytes = try photographs.map { [UInt8](try Data(contentsOf: $0)) }
        let verdicts = try EnrolmentGate(models: models).judge(
            Array(bytes.prefix(count)), of: name, gallery: Gallery())
        enrolment = verdicts.compactMap { try? $0.get() }
        refusals = verdicts.compactMap { if case .failure(let refusal) = $0 { refusal } else { nil } }
        let recognizer = ClipRecognizer(models: models)
        probes = try bytes.dropFirst(count).map { try recognizer.portraitFace(in: $0) }
    }
}
