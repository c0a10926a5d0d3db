/// The networks that the Recognizer works with.
package struct ModelsReply: Codable, Hashable, Sendable {
    /// The name of the network that finds faces.
    package var detector: String

    /// The name of the network that makes embeddings.
    package var embedder: String

    /// How many people it can name.
    package var enrolled: Int

    /// How many people have only faces that another network made, and are strangers until they are enrolled again.
    package var waiting: Int

    /// The networks that the Recognizer works with.
    package init(detector: String, embedder: String, enrolled: Int, waiting: Int) {
        self.detector = detector
        self.embedder = embedder
        self.enrolled = enrolled
        self.waiting = waiting
    }
}

extension Student {
    /// Whether all photographs of the person are another network's, so that this one cannot name the person.
    package func isWaiting(for model: String) -> Bool {
        !embeddings.isEmpty && photographs(of: model) == 0
    }
}
