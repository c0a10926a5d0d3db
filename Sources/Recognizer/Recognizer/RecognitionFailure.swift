/// People who were recognised and whose rows are gone.
struct MissingStudents: Error, Hashable, CustomStringConvertible {
    let names: [String]
    let table: String

    var description: String {
        "Recognised, but no longer in the table \(table): \(names.joined(separator: ", ")). Put the row back with "
            + "rollcall students import, or enrol the person again; otherwise the face is forgotten within a minute."
    }
}

/// A clip without a single frame.
struct NoFrames: Error, Hashable, CustomStringConvertible {
    let clip: String

    var description: String {
        "The clip \(clip) has no frames. Send their keys, a folder with frame-NNN.jpg objects in it, or the JPEGs."
    }
}
