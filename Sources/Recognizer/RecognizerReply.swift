import Pipeline

/// What the function answers to whoever invoked it and waits.
struct RecognizerReply: Encodable, Hashable {
    /// The results of the event's clips, in its order.
    var results: [RecognitionResult] = []
}
