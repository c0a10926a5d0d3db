import FrameExtraction
import RollcallFunction
import RollcallMessages

/// What the function's environment variables say.
struct ExtractorConfiguration: Hashable {
    /// The bucket of events that name none, or nil (`ROLLCALL_BUCKET`).
    var bucket: String?
    /// How clips go on that do not say it themselves (`ROLLCALL_WAY`).
    var route: Route
    /// The queue for the results of clips that cannot be decoded (`ROLLCALL_QUEUE_URL`).
    var queueURL: String
    /// The function to invoke with the frames: a name, `name:alias` or an ARN (`ROLLCALL_RECOGNIZER`).
    var recognizer: String
    /// libjpeg's quality for the frames, 1 to 100 (`ROLLCALL_JPEG_QUALITY`).
    var jpegQuality: Int
    /// Which frames are kept, and how, of clips whose frames travel in the event (`ROLLCALL_FRAMES`).
    var keptFrames: KeptFrames
    /// Which clips are kept (`ROLLCALL_CLIPS`).
    var keptClips: KeptClips

    /// Reads the variables.
    init(environment: [String: String]) throws(ConfigurationError) {
        let variables = FunctionVariables(environment)
        bucket = variables.bucket
        route = try variables.route()
        queueURL = try variables.queueURL()
        recognizer = variables["ROLLCALL_RECOGNIZER"] ?? "Recognizer"
        jpegQuality =
            try variables.number("ROLLCALL_JPEG_QUALITY", in: 1...100) ?? JPEGEncoder.defaultQuality
        keptFrames = try variables.choice("ROLLCALL_FRAMES") ?? .all
        keptClips = try variables.choice("ROLLCALL_CLIPS") ?? .all
    }
}
