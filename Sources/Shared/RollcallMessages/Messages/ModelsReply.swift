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
    /// Whether the person is to be enrolled again for this network: all photographs are another's, or there are
    /// none, and all faces that corrections added are.
    package func isWaiting(for model: String) -> Bool {
        photographs(of: model) == 0
            && (!embeddings.isEmpty || (!allFaces.isEmpty && faces(of: model).isEmpty))
    }
}
