import Foundation

/// Everything that was measured.
struct AccuracyReport: Encodable {
    var people: Int
    /// At which photographs are named.
    var threshold: Double
    /// Enrolment photographs that were refused, and why.
    var refusedPhotographs: [String: [String]]
    /// By the number of photographs enrolled.
    var identification: [Int: Identification]
    /// By level.
    var clips: [String: ClipAccuracy]

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    func table() -> String {
        var lines = ["\(people) people, threshold \(rounded(threshold))"]
        let refused = refusedPhotographs.values.reduce(0) { $0 + $1.count }
        lines.append("\(refused) enrolment photographs refused")
        for (name, reasons) in refusedPhotographs.sorted(by: { $0.key < $1.key }) {
            lines += reasons.map { "  \(name): \($0)" }
        }
        lines += [
            "",
            "| photographs enrolled | probes | nearest is right | named | strangers named "
                + "| named at 1 % strangers (threshold) | at 0.1 % (threshold) |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for (count, row) in identification.sorted(by: { $0.key < $1.key }) {
            let cells = [
                "\(count)", "\(row.probes)", percent(row.rankOne), percent(row.named),
                percent(row.strangersNamed),
                percent(row.namedAtOnePercent) + " (\(rounded(row.onePercentThreshold)))",
                percent(row.namedAtOneInThousand) + " (\(rounded(row.oneInThousandThreshold)))",
            ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        guard !clips.isEmpty else { return lines.joined(separator: "\n") }
        lines += [
            "",
            "| clips | number | right | wrong name | unknown | no face | strangers named | frames a clip "
                + "| ms a clip |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for (level, row) in clips.sorted(by: { $0.key < $1.key }) {
            let counts = [row.right, row.wrongName, row.unknown, row.noFace, row.strangersNamed]
            let cells =
                [level, "\(row.clips)"]
                + counts.map { "\($0) (\(percent(Double($0) / Double(row.clips))))" } + [
                    rounded(Double(row.frames) / Double(row.clips)),
                    rounded(row.milliseconds / Double(row.clips)),
                ]
            lines.append("| " + cells.joined(separator: " | ") + " |")
        }
        return lines.joined(separator: "\n")
    }

    private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
    private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
