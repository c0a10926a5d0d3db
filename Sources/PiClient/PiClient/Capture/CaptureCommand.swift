/// A program that writes an H.264 Annex B stream to its standard output.
struct CaptureCommand: Sendable, Equatable {
    /// A path, or a name to be found in `PATH`.
    let executable: String
    var arguments: [String]
    /// What it reads from its standard input; nil for nothing.
    var standardInput: String?
    /// How it tells what moves; nil if it does not.
    var motionReport: MotionReport?

    /// What a command tells of motion, beside the film.
    enum MotionReport: Sendable {
        /// `SmallPictures`, to be compared.
        case pictures
        /// The words of `MotionStage`, on standard error.
        case words
    }
}
