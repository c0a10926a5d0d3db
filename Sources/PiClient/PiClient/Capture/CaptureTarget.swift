/// What `--source` names.
enum CaptureTarget: Equatable, Sendable {
    /// The Raspberry Pi's camera.
    case camera
    /// A Video4Linux device, by its path.
    case v4l2(device: String)
    /// A network camera, by its URL.
    case rtsp(url: String)
    case standardInput
    case file(path: String)

    /// Reads `camera`, `v4l2:/dev/video0` (or just `/dev/video0`), `rtsp://…`, `-`, or a file's path.
    init(_ text: String) {
        switch text {
        case "camera": self = .camera
        case "-": self = .standardInput
        case _ where text.hasPrefix("v4l2:"): self = .v4l2(device: String(text.dropFirst("v4l2:".count)))
        case _ where text.hasPrefix("/dev/video"): self = .v4l2(device: text)
        case _ where text.hasPrefix("rtsp://") || text.hasPrefix("rtsps://"): self = .rtsp(url: text)
        default: self = .file(path: text)
        }
    }

    /// The command that captures it, or nil where none is needed.
    func command(
        _ camera: CameraSettings, clipSeconds: Double, inRealTime: Bool, searchPath: String
    ) throws(CaptureError) -> CaptureCommand? {
        switch self {
        case .camera:
            return try .camera(
                camera, clipSeconds: clipSeconds, searchPath: searchPath,
                encodesInSoftware: RaspberryPi.encodesInSoftware())
        case .v4l2(let device):
            try refuseCommand(of: camera)
            return .v4l2(device: device, camera, clipSeconds: clipSeconds)
        case .rtsp(let url):
            try refuseCommand(of: camera)
            return .rtsp(url: url, camera)
        case .standardInput:
            return nil
        case .file(let path):
            guard try RecordingKind(path: path) == .container else { return nil }
            return .recording(path: path, camera, clipSeconds: clipSeconds, inRealTime: inRealTime)
        }
    }

    /// A command that is set and not used would be passed over without a word.
    func refuseCommand(of camera: CameraSettings) throws(CaptureError) {
        if camera.command != nil { throw .noCommandForSource(source: name) }
    }

    /// What is filmed, for people; an address without its password.
    var name: String {
        switch self {
        case .camera: "camera"
        case .v4l2(let device): device
        case .rtsp(let url): url.masked
        case .standardInput: "standard input"
        case .file(let path): path
        }
    }
}
