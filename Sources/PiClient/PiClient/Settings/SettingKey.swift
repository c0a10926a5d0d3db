/// Every setting: its key in the configuration file, and with it its name in the environment.
enum SettingKey: String, CaseIterable, Sendable {
    case device
    case bucket
    case table
    case attendance
    case timeZone
    case timetable
    case queueURL = "queueUrl"
    case extractor
    case recognizer
    case way
    case region = "aws.region"
    case profile = "aws.profile"
    case endpoint = "aws.endpoint"
    case source
    case cameraCommand = "camera.command"
    case cameraArguments = "camera.arguments"
    case cameraWidth = "camera.width"
    case cameraHeight = "camera.height"
    case cameraFrameRate = "camera.framerate"
    case cameraBitRate = "camera.bitrate"
    case clipSeconds = "clip.seconds"
    case uploads
    case queueClips = "queue.clips"
    case pollers
    case flightClips = "flight.clips"
    case answerSeconds = "answer.seconds"
    case resultSeconds = "result.seconds"
    case spoolFolder = "spool.folder"
    case spoolMegabytes = "spool.megabytes"
    case spoolClips = "spool.clips"

    /// What a value must be.
    enum Kind: String, Sendable {
        case text = "a text"
        case wholeNumber = "a whole number"
        case number = "a number"
        case texts = "a list of texts"
    }

    var kind: Kind {
        switch self {
        case .cameraWidth, .cameraHeight, .cameraBitRate, .uploads, .queueClips, .pollers, .flightClips,
            .spoolMegabytes, .spoolClips:
            .wholeNumber
        case .cameraFrameRate, .clipSeconds, .answerSeconds, .resultSeconds: .number
        case .cameraArguments: .texts
        default: .text
        }
    }

    /// The name in the environment: `camera.width` is `ROLLCALL_CAMERA_WIDTH`, `queueUrl` is `ROLLCALL_QUEUE_URL`.
    var environmentName: String {
        rawValue.reduce(into: "ROLLCALL_") { name, character in
            if character.isUppercase { name += "_" }
            name += character == "." ? "_" : character.uppercased()
        }
    }
}
