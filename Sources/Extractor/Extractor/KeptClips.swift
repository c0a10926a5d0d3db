/// Which clips are kept in S3.
enum KeptClips: String, CaseIterable {
    /// All clips.
    case all
    /// Those in which somebody is found, known or not, and those that cannot be looked at.
    case people
    /// No clip.
    case none
}
