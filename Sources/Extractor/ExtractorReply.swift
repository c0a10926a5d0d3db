/// What the function answers to whoever invoked it and waits.
struct ExtractorReply: Encodable, Hashable {
    /// What became of one clip.
    struct Clip: Encodable, Hashable {
        /// The clip's key.
        var clip: String
        /// The number of frames stored.
        var frames: Int
        /// The number of frames left out because they are damaged.
        var damagedFrames: Int
        /// Why the clip could not be extracted, or nil.
        var error: String?
    }

    /// The event's clips, in its order.
    var clips: [Clip] = []
}
