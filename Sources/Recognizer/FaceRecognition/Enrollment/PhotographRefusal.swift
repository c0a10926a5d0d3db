/// Why a photograph does not stand for a person.
public enum PhotographRefusal: Error, Hashable, Sendable {
    /// It cannot be read from where it is.
    case unreadable(reason: String)
    /// It cannot be decoded.
    case picture(PictureError)
    /// There is no face in it.
    case noFace
    /// There are several faces of about the same size.
    case severalFaces(count: Int)
    /// The face is too small; its width in pixels.
    case tooSmall(width: Int, minimum: Int)
    /// The face is out of focus or moving.
    case blurred
    /// The face looks to the side.
    case turned
    /// The face is not the one of the person's other photographs.
    case differs(distance: Double)
    /// The face is that of somebody who is enrolled already.
    case resembles(name: String, distance: Double)
    /// The name belongs to a person of another id.
    case otherPerson(name: String, id: String)
    /// As many photographs as are kept stand for the person.
    case tooMany(maximum: Int)
}

extension PhotographRefusal: CustomStringConvertible {
    /// What is wrong with the photograph, and which one to take instead.
    public var description: String {
        switch self {
        case .unreadable(let reason):
            reason
        case .picture(let error):
            error.description
        case .noFace:
            "No face was found. Take one from the front, in good light, with the face at least a fifth as wide as "
                + "the picture."
        case .severalFaces(let count):
            "There are \(count) faces. Cut the picture to the one that is meant."
        case .tooSmall(let width, let minimum):
            "The face is \(width) pixels wide; at least \(minimum) are needed. Come closer."
        case .blurred:
            "The face is blurred. Hold still, and focus on the face."
        case .turned:
            "The face looks to the side. Look into the camera."
        case .differs(let distance):
            "The face differs from the person's other photographs (distance \(Self.rounded(distance))). "
                + "Check that all of them show the same person. Somebody else of that name needs a name that "
                + "tells the two apart, such as one with a number; --replace forgets the earlier photographs."
        case .resembles(let name, let distance):
            "The face is that of \(name), who is enrolled (distance \(Self.rounded(distance))). Check the name; "
                + "`rollcall students rename` changes it."
        case .otherPerson(let name, let id):
            "\(name) is the name of the person with the id \(id). Give a name that tells the two apart."
        case .tooMany(let maximum):
            "At most \(maximum) photographs are kept of a person. --replace forgets the earlier ones."
        }
    }

    private static func rounded(_ distance: Double) -> Double { (distance * 100).rounded() / 100 }
}
