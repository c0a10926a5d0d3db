/// How far a stream may go without a place to cut.
struct ClipLimits: Sendable {
    /// 20 s at 30 frames a second: twice the longest key frame interval that encoders choose by themselves.
    var maximumFrames = 600
    /// 8 MiB: 3 s at the 20 Mbit/s of the best cameras.
    var maximumBytes = 8 << 20
}
