extension CaptureCommand {
    /// The same command, if it is one of ffmpeg's that writes small pictures, too; else nil.
    var withSmallPictures: CaptureCommand? {
        guard executable == "ffmpeg" else { return nil }
        var command = self
        command.arguments += SmallPictures.arguments
        command.writesSmallPictures = true
        return command
    }
}
