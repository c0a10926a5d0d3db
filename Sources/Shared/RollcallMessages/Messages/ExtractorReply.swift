/// What the Extractor answers to whoever invoked it and waits.
package struct ExtractorReply: Codable, Hashable, Sendable {
    /// What became of one clip.
    package struct Clip: Codable, Hashable, Sendable {
        /// The clip's key.
        package var clip: String
        /// The number of frames that were intact.
        package var frames: Int
        /// The number of frames left out because they are damaged.
        package var damagedFrames: Int
        /// Why the clip could not be extracted, or nil.
        package var error: String?
        /// Who is in the clip, where the Extractor waited for it.
        package var result: RecognitionResult?

        /// What became of one clip.
        package init(
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
    package var clips: [Clip]

    /// What became of an event's clips.
    package init(clips: [Clip] = []) {
        self.clips = clips
    }
}
