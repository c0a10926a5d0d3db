/// Something that yields an H.264 Annex B stream.
protocol VideoSource: Sendable {
    /// Reads until the stream ends or `stop` is requested; blocks the calling thread meanwhile.
    ///
    /// - Parameter deliver: takes each event; returns whether it wants to hear of silence, that is, of a few
    ///   milliseconds without bytes.
    /// - Throws: `CaptureError`, and what `deliver` throws.
    func read(until stop: StopSignal, deliver: (VideoEvent) throws -> Bool) throws
}

/// What happens on a video stream.
enum VideoEvent {
    /// The next bytes, and when they were read.
    case bytes([UInt8], CaptureTime)
    /// Nothing has come for `VideoSilence.milliseconds`.
    case silence
    /// What comes next is a new stream: the camera was started again.
    case restarted
}

/// How long a camera is silent before that means anything.
enum VideoSilence {
    /// Longer than a frame's slices are apart, shorter than frames are.
    static let milliseconds: Int32 = 5
}
