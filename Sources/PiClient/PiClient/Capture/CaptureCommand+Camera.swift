import Glibc

extension CaptureCommand {
    /// The names of the camera command, the present one first.
    static let cameraCommands = ["rpicam-vid", "libcamera-vid"]

    /// The Raspberry Pi's camera ("rpicam-vid", Raspberry Pi documentation).
    static func camera(
        _ settings: CameraSettings, clipSeconds: Double, searchPath: String,
        encodesInSoftware: Bool
    ) throws(CaptureError) -> CaptureCommand {
        let executable: String
        if let command = settings.command {
            executable = command
        } else if let found = cameraCommands.first(where: { isInstalled($0, searchPath: searchPath) }) {
            executable = found
        } else {
            throw .noCameraCommand(tried: cameraCommands)
        }
        var arguments = ["-t", "0", "-n", "--codec", "h264", "--profile", "baseline"]
        arguments += ["--width", "\(settings.width)", "--height", "\(settings.height)"]
        arguments += ["--framerate", settings.frameRate.shortText]
        arguments += ["-g", "\(settings.keyFrameInterval(clipSeconds: clipSeconds))", "--inline", "--flush"]
        arguments += ["-b", "\(settings.bitRate)"]
        // Without it the software encoder holds frames back.
        if encodesInSoftware { arguments.append("--low-latency") }
        return CaptureCommand(
            executable: executable,
            arguments: arguments + settings.rotationArguments + settings.arguments + ["-o", "-"])
    }

    /// Whether a command is found, by its path or in the folders of `PATH`.
    static func isInstalled(_ command: String, searchPath: String) -> Bool {
        if command.contains("/") { return access(command, X_OK) == 0 }
        return searchPath.split(separator: ":").contains { access("\($0)/\(command)", X_OK) == 0 }
    }
}

extension Double {
    /// Without a fraction where there is none: commands take `30` more readily than `30.0`.
    var shortText: String {
        Int(exactly: self).map(String.init) ?? "\(self)"
    }
}
