/// A program that writes an H.264 Annex B stream to its standard output.
struct CaptureCommand: Sendable, Equatable {
    /// A path, or a name to be found in `PATH`.
    let executable: String
    var arguments: [String]
    /// What it reads from its standard input; nil for nothing.
    var standardInput: String?
    /// Whether it writes `SmallPictures`, too.
    var writesSmallPictures = false
}
