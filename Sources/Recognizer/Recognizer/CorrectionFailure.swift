import RollcallMessages

/// Why a correction cannot be stored.
enum CorrectionFailure: Error, Hashable, CustomStringConvertible {
    /// There is nobody of that name.
    case nobody(name: PersonName, table: String)
    /// As many corrections as are kept of a person are stored.
    case tooMany(name: PersonName, maximum: Int)
    /// The clip has not exactly one face, and none was named.
    case whichFace(of: String, faces: [FaceReference])
    /// None of the clip's faces is where the reference says.
    case noSuchFace(FaceReference, of: String, faces: [FaceReference])

    var description: String {
        switch self {
        case .nobody(let name, let table):
            "Nobody in \(table) has the name \(name) and a face. Check the name, or enroll the person first."
        case .tooMany(let name, let maximum):
            "At most \(maximum) corrections are kept of a person. `rollcall corrections \"\(name)\"` lists them, "
                + "`rollcall correct --undo` forgets one."
        case .whichFace(let clip, let faces) where faces.isEmpty:
            "There is no face in the frames of \(clip)."
        case .whichFace(let clip, let faces):
            "\(clip) has \(faces.count) faces: \(Self.list(faces)). Say which one with --face."
        case .noSuchFace(let face, let clip, let faces) where faces.isEmpty:
            "\(clip) has no face at \(face), nor anywhere else."
        case .noSuchFace(let face, let clip, let faces):
            "\(clip) has no face at \(face), only \(Self.list(faces))."
        }
    }

    private static func list(_ faces: [FaceReference]) -> String {
        faces.map(\.description).joined(separator: ", ")
    }
}
