import RollcallMessages

/// The two lines of the course's original client, for programs that read them. It knows of recognised people only.
struct ClassicFormat: ResultFormat {
    func text(of clip: AnsweredClip) -> String? {
        // A program that reads these lines counts them: each clip has its lines once.
        guard !clip.people.isEmpty, clip.answer != .provisional else { return nil }
        return clip.people.enumerated().map { index, person in
            """
            The \(clip.firstPersonNumber + index) person recognized: \
            "\(person.name ?? "")", "\(person.major ?? "")", "\(person.year ?? "")"
            Latency: \(clip.latency.seconds.fixed(2)) seconds.
            """
        }.joined(separator: "\n")
    }

    func text(of summary: RunSummary) -> String? { nil }
}
