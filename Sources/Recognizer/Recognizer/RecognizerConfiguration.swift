import FaceRecognition
import RollcallFunction
import RollcallServices

/// What the function's environment variables say.
struct RecognizerConfiguration: Hashable {
    /// The bucket of events that name none, or nil (`ROLLCALL_BUCKET`).
    var bucket: String?
    /// The queue for the results (`ROLLCALL_QUEUE_URL`).
    var queueURL: String
    /// The table of people (`ROLLCALL_TABLE`).
    var table: String
    /// The table of who was seen when, or nil for none (`ROLLCALL_ATTENDANCE`).
    var attendance: String?
    /// After how many days it forgets (`ROLLCALL_ATTENDANCE_DAYS`).
    var attendanceDays: Int
    /// The folder of the models (`ROLLCALL_MODELS`).
    var models: String
    /// How recognition decides (`ROLLCALL_THRESHOLD`).
    var settings = RecognitionSettings()

    /// Reads the variables.
    init(environment: [String: String]) throws(ConfigurationError) {
        let variables = FunctionVariables(environment)
        bucket = variables.bucket
        queueURL = try variables.queueURL()
        table = variables["ROLLCALL_TABLE"] ?? "StudentDB"
        attendance = variables["ROLLCALL_ATTENDANCE"]
        attendanceDays =
            try variables.number("ROLLCALL_ATTENDANCE_DAYS", in: 1...36_500) ?? AttendanceTable.defaultDays
        _ = try variables.timeZone()
        // Where the image and the deployment package have them.
        models = variables["ROLLCALL_MODELS"] ?? (variables["LAMBDA_TASK_ROOT"] ?? ".") + "/models"
        if let threshold: Double = try variables.number("ROLLCALL_THRESHOLD", in: 0.05...2) {
            settings.threshold = threshold
        }
    }
}
