import Glibc

extension CaptureTarget {
    /// The stream to read.
    ///
    /// - Parameters:
    ///   - inRealTime: plays recordings frame by frame as filmed, instead of as fast as they can be read.
    ///   - motion: watches what moves, where the source is ffmpeg's or the Raspberry Pi's camera.
    ///   - time: says when what was filmed.
    ///   - notice: told of restarts of the camera.
    func source(
        _ camera: CameraSettings, clipSeconds: Double, inRealTime: Bool, searchPath: String,
        motion: MotionWatch? = nil, time: TimeSource = TimeSource(),
        notice: @escaping @Sendable (String) -> Void
    ) throws(CaptureError) -> any VideoSource {
        if let command = try command(
            camera, clipSeconds: clipSeconds, inRealTime: inRealTime, searchPath: searchPath)
        {
            let watched = motion == nil ? nil : command.reportingMotion(frameRate: camera.frameRate)
            return CommandSource(
                command: watched ?? command, isLive: isLive, recording: isLive ? nil : name, motion: motion,
                time: time, notice: notice)
        }
        guard case .file(let path) = self else {
            return StreamSource(name: "standard input", descriptor: STDIN_FILENO, time: time)
        }
        let isStream = try RecordingKind(path: path) == .stream
        let recording = StreamSource(name: path, descriptor: try RecordingKind.open(path), time: time)
        return inRealTime && !isStream
            ? PacedSource(recording: recording, frameRate: camera.frameRate, time: time) : recording
    }

    /// Whether it never ends by itself.
    var isLive: Bool {
        switch self {
        case .camera, .v4l2, .rtsp: true
        case .standardInput, .file: false
        }
    }
}
