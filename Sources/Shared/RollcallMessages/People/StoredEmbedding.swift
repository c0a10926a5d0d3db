/// A face as a vector, and the network that made it. Vectors of two networks have nothing in common: they are never
/// compared.
package struct StoredEmbedding: Hashable, Sendable {
    /// The network of embeddings that were stored without a name: for long there was one.
    package static let firstModel = "dlib_face_recognition_resnet_model_v1"

    /// A unit vector of 128 components, or 256 of two networks together.
    package var components: [Float]

    /// The network's name, as its file says.
    package var model: String

    /// How many components an embedding of a network has: 128 for each of the networks that its name joins by `+`.
    package static func length(of model: String) -> Int {
        Student.embeddingLength * max(1, model.split(separator: "+").count)
    }

    /// A face as a vector, and the network that made it.
    package init(_ components: [Float], model: String) {
        self.components = components
        self.model = model
    }
}

extension Student {
    /// The vectors of a network that stand for the person: those of photographs, and of faces that somebody said are
    /// the person's.
    package func faces(of model: String) -> [[Float]] {
        embeddings.filter { $0.model == model }.map(\.components) + corrected(.isPerson, model)
    }

    /// All faces that stand for the person, of whichever network.
    package var allFaces: [StoredEmbedding] {
        embeddings + corrections.filter { $0.verdict == .isPerson }.map(\.embedding)
    }

    /// The vectors of a network of faces that somebody said are not the person's.
    package func otherFaces(of model: String) -> [[Float]] { corrected(.isNotPerson, model) }

    /// The number of photographs that stand for the person with a network.
    package func photographs(of model: String) -> Int { embeddings.count { $0.model == model } }

    private func corrected(_ verdict: Correction.Verdict, _ model: String) -> [[Float]] {
        corrections.filter { $0.verdict == verdict && $0.embedding.model == model }.map(
            \.embedding.components)
    }
}
