internal import Glibc

/// The numbers by which recognition decides. `docs/accuracy.md` says which of them were measured on development
/// people, and how.
public struct RecognitionSettings: Hashable, Sendable {
    /// The greatest distance between the unit vectors of a face and of a person at which the face is named, 0 to 2;
    /// nil for the one that suits the number of people, see `threshold(enrolled:)`.
    public var threshold: Double?

    /// How far beyond the threshold, on either side, a face must be for the rest of the clip not to be looked at.
    /// From 0.02 to 0.05 the same development clips are right; less looks at fewer frames.
    public var certainty = 0.03

    /// How many frames are looked at before anything is certain.
    public var minimumFrames = 3

    /// How many frames are looked at. With 9, fewer development clips are right.
    public var maximumFrames = 15

    /// The least confidence of the detector, see `DetectedFace.score`.
    public var minimumScore = 0.0

    /// Frames are halved, at most to an eighth, while their longer side is larger, in pixels.
    public var maximumSide = 1280

    /// The defaults.
    public init() {}

    /// The threshold in a gallery: `threshold`, or without one what keeps the strangers that are named at about 1 %.
    ///
    /// The more people are enrolled, the nearer a stranger comes to one of them: with every doubling the distance
    /// within which 1 % of the development strangers come shrinks by about 0.006.
    ///
    /// - Parameter enrolled: The number of people in the gallery.
    public func threshold(enrolled: Int) -> Double {
        if let threshold { return threshold }
        let doublings = log2(Double(max(enrolled, 1)) / 120)
        return min(max(0.33 - 0.006 * doublings, 0.3), Self.greatestThreshold)
    }

    /// Few people may be much alike, brothers say, so that a small gallery is no reason for more than this.
    private static let greatestThreshold = 0.345
}
