/// What a photograph must be like to stand for a person. `docs/accuracy.md` says how many of the development people's
/// are refused.
public struct EnrollmentSettings: Hashable, Sendable {
    /// The least width of the face, in pixels.
    public var minimumWidth = 60

    /// The least sharpness, see `FaceChip.sharpness`.
    public var minimumSharpness = 2.0

    /// The greatest distance of the nose from the middle of the eyes, in distances between the eyes: one in 200 of the
    /// development photographs has more.
    public var maximumTurn = 0.45

    /// The greatest distance to the mean of the person's other photographs; nil for the network's, see
    /// `ModelDescription.maximumDisagreement`.
    public var maximumDisagreement: Double?

    /// The least distance to anybody else; nil for the one at which the network names a face in the largest gallery.
    public var minimumDistanceToOthers: Double?

    /// A second face counts if it has more than this share of the area of the first.
    public var companyShare = 0.5

    /// Photographs are halved, at most to an eighth, while their longer side is larger, in pixels.
    public var maximumSide = 1600

    /// The defaults.
    public init() {}
}
