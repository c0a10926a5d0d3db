import FaceRecognition

/// What the function's environment variables say.
struct RecognizerConfiguration: Hashable {
    /// The bucket of events that name none, or nil (`ROLLCALL_BUCKET`).
    var bucket: String?
    /// The queue for the results (`ROLLCALL_QUEUE_URL`).
    var queueURL: String
    /// The table of people (`ROLLCALL_TABLE`).
    var table: String
    /// The folder of the models (`ROLLCALL_MODELS`).
    var models: String
    /// How recognition decides (`ROLLCALL_THRESHOLD`).
    var settings = RecognitionSettings()

    /// Reads the variables; one that is empty counts as not set.
    init(environment: [String: String]) throws(ConfigurationError) {
        let environment = environment.filter { !$0.value.isEmpty }
        guard let queueURL = environment["ROLLCALL_QUEUE_URL"] else {
            throw .missing(variable: "ROLLCALL_QUEUE_URL", holds: "the URL of the SQS queue for the results")
        }
        bucket = environment["ROLLCALL_BUCKET"]
        self.queueURL = queueURL
        table = environment["ROLLCALL_TABLE"] ?? "StudentDB"
        // Where the image and the deployment package have them.
        models = environment["ROLLCALL_MODELS"] ?? (environment["LAMBDA_TASK_ROOT"] ?? ".") + "/models"
        if let text = environment["ROLLCALL_THRESHOLD"] {
            guard let threshold = Double(text), (0.05...1).contains(threshold) else {
                throw .invalid(
                    variable: "ROLLCALL_THRESHOLD", value: text, expected: "a distance from 0.05 to 1")
            }
            settings.threshold = threshold
        }
    }
}
