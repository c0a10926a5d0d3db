internal import Glibc

/// The distance at which a face is named, where none is set: what keeps the strangers that are named below 1 %.
///
/// The more people are enrolled, the nearer a stranger comes to one of them; and the more photographs of each, since
/// what is odd about a single one keeps strangers off, too. With every doubling of either the distance within which 1 %
/// of the development strangers come shrinks, see `docs/accuracy.md`. Each embedding network has its own distances.
public struct NamingThreshold: Hashable, Sendable {
    /// The distance in a gallery of 120 people with one photograph each, 0 to 2.
    public let of120: Double
    /// By how much it shrinks with each doubling of the people.
    public let perDoubling: Double
    /// By how much it shrinks with each doubling of the photographs of each, in the mean.
    public let perDoublingOfPhotographs: Double
    /// Its bounds: the few people of a small gallery may be much alike, brothers say, and below the least nobody is
    /// named.
    public let least, greatest: Double

    /// The rule of a network.
    public init(
        of120: Double, perDoubling: Double, perDoublingOfPhotographs: Double, least: Double, greatest: Double
    ) {
        self.of120 = of120
        self.perDoubling = perDoubling
        self.perDoublingOfPhotographs = perDoublingOfPhotographs
        self.least = least
        self.greatest = greatest
    }

    /// The distance at which a face is named.
    ///
    /// - Parameters:
    ///   - people: The number of people in the gallery.
    ///   - photographs: The number of photographs that all of them together are enrolled by.
    public func distance(people: Int, photographs: Int) -> Double {
        let people = Double(max(people, 1))
        let each = max(Double(photographs) / people, 1)
        let distance = of120 - perDoubling * log2(people / 120) - perDoublingOfPhotographs * log2(each)
        return min(max(distance, least), greatest)
    }

    /// Whether a distance that somebody chose can be meant for this network: three quarters of the rule's least to 1.6
    /// times its greatest. Another network's would give everybody a name, or nobody.
    public func mayBe(_ distance: Double) -> Bool {
        distance >= 0.75 * least && distance <= 1.6 * greatest
    }

    /// How large the network's distances are beside those of dlib's.
    public var scale: Double { of120 / Self.dlib.of120 }

    /// The rule of dlib's network, which is the default.
    public static let dlib = NamingThreshold(
        of120: 0.328, perDoubling: 0.0104, perDoublingOfPhotographs: 0.0155, least: 0.25, greatest: 0.342)

    /// What dlib's network is called.
    public static let dlibName = "dlib_face_recognition_resnet_model_v1"

    /// The rule of MobileFaceNet.
    public static let mobileFaceNet = NamingThreshold(
        of120: 1.075, perDoubling: 0.0165, perDoublingOfPhotographs: 0.007, least: 0.93, greatest: 1.11)

    /// The rule of SFace, which is a guess: its file was not to be had.
    private static let sFace = NamingThreshold(
        of120: 1.05, perDoubling: 0.0165, perDoublingOfPhotographs: 0.0155, least: 0.9, greatest: 1.1)

    /// What MobileFaceNet is called.
    public static let mobileFaceNetName = "MobileFaceNet"

    /// The rule of dlib's network and MobileFaceNet together.
    public static let dlibAndMobileFaceNet = NamingThreshold(
        of120: 0.588, perDoubling: 0.0115, perDoublingOfPhotographs: 0.009, least: 0.472, greatest: 0.617)

    /// The weights of the two in the square of a distance, with which the development people were named best.
    /// MobileFaceNet's distances are three times as large.
    public static let sharesOfBoth = [0.8, 0.2]

    /// What both together are called.
    public static let dlibAndMobileFaceNetName = dlibName + separator + mobileFaceNetName

    /// Between the names of networks that look at a face together.
    public static let separator = "+"

    /// The rule of a network by its name, where no model is at hand; dlib's for one that is not known.
    public static func standard(of model: String) -> NamingThreshold {
        switch model {
        case mobileFaceNetName: mobileFaceNet
        case dlibAndMobileFaceNetName: dlibAndMobileFaceNet
        case "SFace": sFace
        default: dlib
        }
    }
}
