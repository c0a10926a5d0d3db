/// What the Extractor answers to whoever invoked it and waits.
public struct ExtractorReply: Codable, Hashable, Sendable {
    /// What became of one clip.
    public struct Clip: Codable, Hashable, Sendable {
        /// The clip's key.
        public var clip: String
        /// The number of frames that were intact.
        public var frames: Int
        /// The number of frames left out because they are damaged.
        public var damagedFrames: Int
        /// Why the clip could not be extracted, or nil.
        public var error: String?
        /// Who is in the clip, where the Extractor waited for it.
        public var result: RecognitionResult?

        /// What became of one clip.
        public init(
            clip: String, frames: Int = 0, damagedFrames: Int = 0, error: String? = nil,
            result: RecognitionResult? = nil
        ) {
            self.clip = clip
            self.frames = frames
            self.damagedFrames = damagedFrames
            self.error = error
            self.result = result
        }
    }

    /// The event's clips, in its order.
    public var clips: [Clip]

    /// What became of an event's clips.
    public init(clips: [Clip] = []) {
        self.clips = clips
    }
}
