import FaceRecognition
import RollcallMessages
import RollcallServices

/// Says which networks there are, and whom they can name.
struct ModelReport: Sendable {
    let models: FaceModels
    let table: StudentTable

    /// - Throws: `AWSError`.
    func reply() async throws -> ModelsReply {
        let embedder = models.embedder.model.name
        let students = try await table.students()
        return ModelsReply(
            detector: models.detector.model.name, embedder: embedder,
            enrolled: students.count { !$0.faces(of: embedder).isEmpty },
            waiting: students.count { $0.isWaiting(for: embedder) })
    }
}
