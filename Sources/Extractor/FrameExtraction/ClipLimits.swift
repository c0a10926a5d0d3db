/// How much of a clip is decoded at most. Past a bound the clip is refused, so that no clip can use up the function's
/// memory or time.
public struct ClipLimits: Sendable {
    /// The number of frames, damaged ones included.
    public var maximumFrames: Int
    /// The pixels of one picture. The default takes 4K (4096 x 2304) and refuses 8K.
    public var maximumPixels: Int
    /// The bytes of decoded pictures in memory at a time: those that later ones refer to, and those that the caller
    /// keeps. The default takes 18 pictures of 4K in YUV 4:2:0; levels up to 5.2 allow five to be referred to.
    public var maximumPictureBytes: Int
    /// When to stop; nil for never.
    public var deadline: ContinuousClock.Instant?

    /// How much of a clip is decoded at most.
    public init(
        maximumFrames: Int = 300, maximumPixels: Int = 4096 * 2304, maximumPictureBytes: Int = 256 << 20,
        deadline: ContinuousClock.Instant? = nil
    ) {
        self.maximumFrames = maximumFrames
        self.maximumPixels = maximumPixels
        self.maximumPictureBytes = maximumPictureBytes
        self.deadline = deadline
    }

    /// An interlaced picture can come as two packets, one a field; beyond this many the rest is not video.
    var maximumPackets: Int { 2 * maximumFrames }

    var isPastDeadline: Bool { deadline.map { ContinuousClock.now >= $0 } ?? false }
}
