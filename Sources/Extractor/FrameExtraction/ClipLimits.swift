/// How much of a clip is decoded at most. Past a bound the clip is refused, so that no clip can use up the function's
/// memory or time.
public struct ClipLimits: Sendable {
    /// The number of frames, damaged ones included.
    public var maximumFrames: Int
    /// The pixels of one picture. The default takes 4K (4096 x 2304) and refuses 8K.
    public var maximumPixels: Int
    /// When to stop; nil for never.
    public var deadline: ContinuousClock.Instant?

    /// How much of a clip is decoded at most.
    public init(
        maximumFrames: Int = 300, maximumPixels: Int = 4096 * 2304, deadline: ContinuousClock.Instant? = nil
    ) {
        self.maximumFrames = maximumFrames
        self.maximumPixels = maximumPixels
        self.deadline = deadline
    }
}
