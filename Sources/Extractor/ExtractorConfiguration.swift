import FrameExtraction

/// What the function's environment variables say.
struct ExtractorConfiguration: Hashable {
    /// The bucket of events that name none, or nil (`ROLLCALL_BUCKET`).
    var bucket: String?
    /// The queue for the results of clips that cannot be decoded (`ROLLCALL_QUEUE_URL`).
    var queueURL: String
    /// The function to invoke with the frames: a name, `name:alias` or an ARN (`ROLLCALL_RECOGNIZER`).
    var recognizer: String
    /// libjpeg's quality for the frames, 1 to 100 (`ROLLCALL_JPEG_QUALITY`).
    var jpegQuality: Int

    /// Reads the variables; one that is empty counts as not set.
    init(environment: [String: String]) throws(ConfigurationError) {
        let environment = environment.filter { !$0.value.isEmpty }
        guard let queueURL = environment["ROLLCALL_QUEUE_URL"] else {
            throw .missing(variable: "ROLLCALL_QUEUE_URL", holds: "the URL of the SQS queue for the results")
        }
        bucket = environment["ROLLCALL_BUCKET"]
        self.queueURL = queueURL
        recognizer = environment["ROLLCALL_RECOGNIZER"] ?? "Recognizer"
        jpegQuality = JPEGEncoder.defaultQuality
        if let text = environment["ROLLCALL_JPEG_QUALITY"] {
            guard let quality = Int(text), (1...100).contains(quality) else {
                throw .invalid(
                    variable: "ROLLCALL_JPEG_QUALITY", value: text, expected: "a number from 1 to 100")
            }
            jpegQuality = quality
        }
    }
}
