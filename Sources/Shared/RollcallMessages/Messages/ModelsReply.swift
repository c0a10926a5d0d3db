/// The networks that the Recognizer works with.
public struct ModelsReply: Codable, Hashable, Sendable {
    /// The name of the network that finds faces.
    public var detector: String

    /// The name of the network that makes embeddings.
    public var embedder: String

    /// How many people it can name.
    public var enrolled: Int

    /// How many people have only faces that another network made, and are strangers until they are enrolled again.
    public var waiting: Int

    /// The networks that the Recognizer works with.
    public init(detector: String, embedder: String, enrolled: Int, waiting: Int) {
        self.detector = detector
        self.embedder = embedder
        self.enrolled = enrolled
        self.waiting = waiting
    }
}

extension Student {
    /// Whether all photographs of the person are another network's, so that this one cannot name the person.
    public func isWaiting(for model: String) -> Bool {
        !embeddings.isEmpty && photographs(of: model) == 0
    }
}
