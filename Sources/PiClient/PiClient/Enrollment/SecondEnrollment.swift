import RollcallMessages

/// Who has to be enrolled again because the Recognizer has another embedding network than the one that made the stored
/// embeddings, and whose photographs there are.
struct SecondEnrollment: Equatable {
    /// Those whose photographs are at hand.
    let people: Set<PersonName>
    /// Those whose photographs are missing, by name.
    let missing: [PersonName]

    init(of model: String, students: [Student], photographed: [PersonName]) {
        let waiting = Set(students.filter { $0.isWaiting(for: model) }.map(\.name))
        people = waiting.intersection(photographed)
        missing = waiting.subtracting(photographed).sorted()
    }

    /// Whose photographs are missing, in words; nil if nobody's are.
    func complaint(of folder: String) -> String? {
        guard !missing.isEmpty else { return nil }
        let names = missing.map(\.text).joined(separator: ", ")
        return
            "\(folder) has no photographs of \(missing.count) people, who are not recognized until they are enrolled "
            + "again: \(names)"
    }
}
