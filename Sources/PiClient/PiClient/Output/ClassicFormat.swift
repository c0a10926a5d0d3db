import RollcallMessages

/// The two lines of the course's original client, for programs that read them. It knows of recognized people only.
struct ClassicFormat: ResultFormat {
    func text(of clip: AnsweredClip) -> DisplayText? {
        // A program that reads these lines counts them: each clip has its lines once.
        guard !clip.people.isEmpty, clip.answer != .provisional else { return nil }
        let lines = clip.people.enumerated().map { index, person -> DisplayText in
            let (name, major, year) = (
                Self.field(person.name), Self.field(person.major), Self.field(person.year)
            )
            return """
                The \(clip.firstPersonNumber + index) person recognized: "\(name)", "\(major)", "\(year)"
                Latency: \(clip.latency.seconds.fixed(2)) seconds.
                """
        }
        return DisplayText(lines: lines)
    }

    func text(of summary: RunSummary) -> DisplayText? { nil }

    /// The lines know no escapes: a quotation mark in a name would end it, and begin a major.
    private static func field(_ text: String?) -> String {
        var field = String.UnicodeScalarView()
        for scalar in (text ?? "").unicodeScalars { field.append(scalar == "\"" ? "'" : scalar) }
        return String(field)
    }
}
