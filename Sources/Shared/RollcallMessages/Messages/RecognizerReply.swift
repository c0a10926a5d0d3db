/// What the Recognizer answers to whoever invoked it and waits.
package struct RecognizerReply: Codable, Hashable, Sendable {
    /// The results of the event's clips, in its order.
    package var results: [RecognitionResult]

    /// The results of an event's clips.
    package init(results: [RecognitionResult] = []) {
        self.results = results
    }
}
