extension CaptureCommand {
    /// The same command, if it can tell what moves as well; else nil.
    ///
    /// - Parameter frameRate: pictures a second of the film.
    func reportingMotion(frameRate: Double) -> CaptureCommand? {
        var command = self
        switch executable.split(separator: "/").last {
        case "ffmpeg":
            command.arguments += SmallPictures.arguments
            command.motionReport = .pictures
        // Its predecessor, libcamera-vid, says it on standard output, in the midst of the film.
        case "rpicam-vid" where standardInput == nil && !MotionStage.isTaken(by: arguments):
            command.arguments += MotionStage.arguments
            command.standardInput = MotionStage.settings(frameRate: frameRate)
            command.motionReport = .words
        default: return nil
        }
        return command
    }
}
