extension CaptureCommand {
    private static let quiet = ["-hide_banner", "-nostdin", "-loglevel", "error"]
    private static let toOutput = ["-f", "h264", "-flush_packets", "1", "pipe:1"]

    /// A USB camera, encoded here.
    static func v4l2(device: String, _ settings: CameraSettings, clipSeconds: Double) -> CaptureCommand {
        ffmpeg(
            [
                "-f", "v4l2", "-framerate", settings.frameRate.shortText,
                "-video_size", "\(settings.width)x\(settings.height)",
            ] + settings.arguments + ["-i", device] + encoding(settings, clipSeconds: clipSeconds))
    }

    /// A network camera, whose own H.264 is passed on; `dump_extra` repeats its headers at every key frame.
    static func rtsp(url: String, _ settings: CameraSettings) -> CaptureCommand {
        let input = NetworkCameraInput(
            url: url, options: ["-rtsp_transport", "tcp", "-fflags", "nobuffer"] + settings.arguments)
        return ffmpeg(
            input.arguments + ["-an", "-c:v", "copy", "-bsf:v", "dump_extra"], input: input.standardInput)
    }

    /// A recording in a container, encoded anew: its key frames are rarely where clips must be cut.
    static func recording(
        path: String, _ settings: CameraSettings, clipSeconds: Double, inRealTime: Bool
    ) -> CaptureCommand {
        ffmpeg((inRealTime ? ["-re"] : []) + ["-i", path] + encoding(settings, clipSeconds: clipSeconds))
    }

    private static func ffmpeg(_ arguments: [String], input: String? = nil) -> CaptureCommand {
        CaptureCommand(
            executable: "ffmpeg", arguments: quiet + arguments + toOutput, standardInput: input)
    }

    private static func encoding(_ settings: CameraSettings, clipSeconds: Double) -> [String] {
        let interval = "\(settings.keyFrameInterval(clipSeconds: clipSeconds))"
        return [
            "-an", "-r", settings.frameRate.shortText, "-pix_fmt", "yuv420p",
            "-c:v", "libx264", "-profile:v", "baseline", "-preset", "veryfast", "-tune", "zerolatency",
            "-g", interval, "-keyint_min", interval, "-sc_threshold", "0", "-b:v", "\(settings.bitRate)",
        ]
    }
}
