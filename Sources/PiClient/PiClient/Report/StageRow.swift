import RollcallMessages

/// How the page shows a stage.
struct StageRow: Encodable {
    let key: String
    let label: String
    let color: String
    /// Whether the time is the Pi's, not a function's.
    let isLocal: Bool

    init(_ stage: Stage) {
        key = stage.rawValue
        (label, color) =
            switch stage {
            case .filmed: ("filming", "#8c959f")
            case .uploaded: ("stored in S3", "#3b82f6")
            case .invoked: ("invocation accepted", "#60a5fa")
            case .extractorStarted: ("to the Extractor", "#a78bfa")
            case .clipLoaded: ("clip fetched", "#06b6d4")
            case .framesEncoded: ("decoded, JPEG", "#10b981")
            case .framesStored: ("frames stored", "#1d4ed8")
            case .recognizerStarted: ("to the Recognizer", "#e879f9")
            case .framesLoaded: ("frame fetched", "#67e8f9")
            case .recognized: ("faces recognized", "#f59e0b")
            case .studentsFound: ("StudentDB", "#84cc16")
            case .sent: ("handed to SQS", "#fb7185")
            case .received: ("to the Pi", "#ef4444")
            }
        isLocal = [.filmed, .uploaded, .invoked, .received].contains(stage)
    }
}
