/// What to film and how.
struct CameraSettings: Sendable, Equatable {
    /// The camera command's name or path; nil looks for rpicam-vid, then libcamera-vid.
    var command: String?
    /// Further arguments for the camera command, for example `--vflip`; with `v4l2:` and `rtsp://` for ffmpeg, before
    /// its input.
    var arguments: [String] = []
    var width = 640
    var height = 480
    /// Frames a second.
    var frameRate = 30.0
    /// Bits a second. Below 100,000 the encoder of the older boards hangs (raspberrypi/rpicam-apps issue 664).
    var bitRate = 1_500_000
    /// Degrees to the right by which the film must be turned so that people are upright: 0, 90, 180 or 270.
    var rotation = 0

    /// Frames from one IDR picture to the next, so that clips of `clipSeconds` can be cut.
    func keyFrameInterval(clipSeconds: Double) -> Int {
        max(1, Int((clipSeconds * frameRate).rounded()))
    }
}
