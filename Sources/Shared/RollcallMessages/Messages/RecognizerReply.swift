/// What the Recognizer answers to whoever invoked it and waits.
public struct RecognizerReply: Codable, Hashable, Sendable {
    /// The results of the event's clips, in its order.
    public var results: [RecognitionResult]

    /// The results of an event's clips.
    public init(results: [RecognitionResult] = []) {
        self.results = results
    }
}
