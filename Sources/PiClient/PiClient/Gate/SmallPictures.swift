/// Small gray pictures of what is filmed, which ffmpeg writes beside the film, for the gate.
///
/// The mean of many pixels has little of a sensor's noise, and nothing of how the film is encoded.
enum SmallPictures {
    /// In pixels, whatever the film's shape: where something is does not matter.
    static let width = 160
    static let height = 120
    /// Pictures a second.
    static let rate = 6
    /// Where the command writes them, one byte a pixel.
    static let descriptor: Int32 = 3

    /// ffmpeg's arguments for them, behind those of the film.
    static let arguments = [
        "-an", "-vf", "fps=\(rate),scale=\(width):\(height):flags=area,format=gray", "-f", "rawvideo",
        "-flush_packets", "1", "pipe:\(descriptor)",
    ]
}
