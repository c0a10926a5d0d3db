/// Why no video can be captured.
enum CaptureError: Error, Equatable, CustomStringConvertible {
    case cannotOpen(path: String, reason: String)
    case cannotRead(name: String, reason: String)
    case cannotStart(command: String, reason: String)
    case commandFailed(command: String, outcome: String, lastLines: [String])
    /// The command cannot read the recording.
    case unusableRecording(path: String, command: String, lastLines: [String])
    case noCameraCommand(tried: [String])
    case noCommandForSource(source: String)

    var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "cannot open \(path): \(reason). Give a video file, rtsp://…, v4l2:/dev/video0, camera or - with --source."
        case .cannotRead(let name, let reason):
            "cannot read \(name): \(reason)."
        case .cannotStart(let command, let reason):
            "cannot start \(command): \(reason). Install it, or name another with camera.command."
        case .commandFailed(let command, let outcome, let lastLines):
            "\(command) \(outcome)" + Self.words(lastLines)
        case .unusableRecording(let path, let command, let lastLines):
            "\(command) cannot read \(path)" + Self.words(lastLines)
        case .noCameraCommand(let tried):
            "no camera command found (looked for \(tried.joined(separator: ", "))). "
                + "On Raspberry Pi OS: sudo apt install rpicam-apps. Elsewhere choose another --source."
        case .noCommandForSource(let source):
            "camera.command is for the source camera; \(source) is read by ffmpeg. Remove the one or the other."
        }
    }

    /// Whether the camera's command says that another process has the camera: libcamera ("Pipeline handler in use by
    /// another process") or the kernel ("Device or resource busy").
    var isBusy: Bool {
        guard case .commandFailed(_, _, let lastLines) = self else { return false }
        return lastLines.contains { line in
            line.contains("in use by another process") || line.contains("Device or resource busy")
        }
    }

    private static func words(_ lastLines: [String]) -> String {
        lastLines.isEmpty
            ? ", and said nothing." : "; its last words:\n  " + lastLines.joined(separator: "\n  ")
    }
}
