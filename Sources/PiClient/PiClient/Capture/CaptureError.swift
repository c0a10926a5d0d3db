/// Why no video can be captured.
enum CaptureError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case cannotRead(name: String, reason: String)
    case cannotStart(command: String, reason: String)
    case commandFailed(command: String, outcome: String, lastLines: [String])
    case noCameraCommand(tried: [String])

    var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "cannot open \(path): \(reason). Give a video file, rtsp://…, v4l2:/dev/video0, camera or - with --source."
        case .cannotRead(let name, let reason):
            "cannot read \(name): \(reason)."
        case .cannotStart(let command, let reason):
            "cannot start \(command): \(reason). Install it, or name another with camera.command."
        case .commandFailed(let command, let outcome, let lastLines):
            "\(command) \(outcome)"
                + (lastLines.isEmpty ? ", and said nothing." : "; its last words:\n  ")
                + lastLines.joined(separator: "\n  ")
        case .noCameraCommand(let tried):
            "no camera command found (looked for \(tried.joined(separator: ", "))). "
                + "On Raspberry Pi OS: sudo apt install rpicam-apps. Elsewhere choose another --source."
        }
    }
}
