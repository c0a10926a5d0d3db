extension CaptureTarget {
    /// The command that films for a while and writes JPEGs one after the other to its standard output.
    ///
    /// - Parameters:
    ///   - seconds: How long to film.
    ///   - perSecond: How many JPEGs a second.
    /// - Throws: `CaptureError` where there is no camera, or the source is standard input.
    func stillsCommand(
        _ camera: CameraSettings, seconds: Double, perSecond: Double, searchPath: String
    ) throws(CaptureError) -> CaptureCommand {
        switch self {
        case .camera:
            let film = try CaptureCommand.camera(
                camera, clipSeconds: 1, searchPath: searchPath, encodesInSoftware: false)
            // "rpicam-vid", Raspberry Pi documentation: time in milliseconds.
            return CaptureCommand(
                executable: film.executable,
                arguments: [
                    "-t", "\(Int(seconds * 1000))", "-n", "--codec", "mjpeg", "--quality", "90", "--width",
                    "\(camera.width)", "--height", "\(camera.height)", "--framerate", perSecond.shortText,
                ] + camera.rotationArguments + camera.arguments + ["-o", "-"])
        case .v4l2(let device):
            try refuseCommand(of: camera)
            return .stills(
                ["-f", "v4l2"] + camera.arguments + ["-i", device], seconds: seconds, perSecond: perSecond)
        case .rtsp(let url):
            try refuseCommand(of: camera)
            let input = NetworkCameraInput(url: url, options: ["-rtsp_transport", "tcp"] + camera.arguments)
            return .stills(
                input.arguments, standardInput: input.standardInput, seconds: seconds, perSecond: perSecond)
        case .file(let path):
            return .stills(["-i", path], seconds: seconds, perSecond: perSecond)
        case .standardInput:
            throw .cannotOpen(
                path: "standard input", reason: "enrollment films a camera or a file, not a stream")
        }
    }
}

extension CaptureCommand {
    fileprivate static func stills(
        _ input: [String], standardInput: String? = nil, seconds: Double, perSecond: Double
    ) -> CaptureCommand {
        CaptureCommand(
            executable: "ffmpeg",
            arguments: ["-hide_banner", "-nostdin", "-loglevel", "error"] + input + [
                "-t", seconds.shortText, "-an", "-vf", "fps=\(perSecond.shortText)", "-q:v", "3", "-f",
                "mjpeg", "pipe:1",
            ], standardInput: standardInput)
    }
}
