import Charts
import Foundation

/// Everything that was measured.
struct AccuracyReport: Encodable {
    /// One system's figures.
    struct System: Encodable {
        let name: String
        let verification: Verification
        let identification: [Identification]
        /// By the number of people enrolled and level.
        let clips: [Int: [String: ClipAccuracy]]
    }

    let people: Int
    /// How many photographs of each are enrolled for clips.
    let photographs: Int
    /// Enrollment photographs that Rollcall refused, and why, by person.
    let refusedPhotographs: [String: [String]]
    let systems: [System]
    let groups: GroupMeasurement?
    let large: LargeGalleries?
    /// Detector and embedder.
    let models: [String]

    func json() throws -> String { try Self.json(self) }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }

    /// The tables, in Markdown.
    func table() -> String {
        let named = "Models: " + models.joined(separator: ", ")
        let rooms = groups.map(Self.groups) ?? []
        let galleries = large.map(Self.large) ?? []
        return [[named], refusals(), verification(), identification(), galleries, clips(), rooms]
            .filter { !$0.isEmpty }
            .map { $0.joined(separator: "\n") }
            .joined(separator: "\n\n")
    }

    /// The share named rightly by the share of strangers named.
    func chart() -> String {
        let rows = systems.flatMap { system in
            system.identification.filter { $0.gallery == people || $0.photographs == photographs }
                .map { (system.name, $0) }
        }
        return LineChart(
            "Photographs named rightly (people × photographs each)",
            horizontal: LineChart.Axis(
                "strangers named, %", range: 0.05...20, marks: [0.05, 0.1, 0.5, 1, 2, 5, 10, 20],
                scale: .logarithmic(least: 0.05)),
            vertical: LineChart.Axis(
                "named rightly, %", range: 0...100, marks: stride(from: 0, through: 100, by: 10).map { $0 }),
            curves: rows.prefix(8).map { name, row in
                LineChart.Curve(
                    "\(name), \(row.gallery) × \(row.photographs)",
                    points: row.rates.curve.map { ($0.accepted * 100, $0.right * 100) })
            },
            mark: (1, "1 %")
        ).svg()
    }

    private func refusals() -> [String] {
        let refused = refusedPhotographs.values.reduce(0) { $0 + $1.count }
        var lines = ["\(people) people; \(refused) photographs to enroll refused by Rollcall"]
        for (name, reasons) in refusedPhotographs.sorted(by: { $0.key < $1.key }) {
            lines += reasons.map { "  \(name): \($0)" }
        }
        return lines
    }

    private func verification() -> [String] {
        [
            "| same person or not | pairs, same / not | right at the best threshold | same found at 1 % false | at 0.1 % |",
            "| --- | --- | --- | --- | --- |",
        ]
            + systems.map { system in
                let row = system.verification
                return line([
                    system.name, "\(row.samePairs) / \(row.otherPairs)", percent(row.accuracy),
                    percent(row.rates.atOnePercent), percent(row.rates.atOneInThousand),
                ])
            }
    }

    private func identification() -> [String] {
        var lines = [
            "| who is it | people × photographs | lookups | nearest is right | right at 1 % strangers (threshold) "
                + "| at 0.1 % (threshold) | in use: right | in use: strangers named |",
            "| --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for system in systems {
            for row in system.identification {
                lines.append(
                    line([
                        system.name, "\(row.gallery) × \(row.photographs)", "\(row.probes)",
                        percent(row.rankOne),
                        percent(row.rates.atOnePercent) + " (\(rounded(row.rates.onePercentThreshold)))",
                        percent(row.rates.atOneInThousand)
                            + " (\(rounded(row.rates.oneInThousandThreshold)))",
                        percent(row.named), percent(row.strangersNamed),
                    ]))
            }
        }
        return lines
    }

    private func clips() -> [String] {
        guard systems.contains(where: { !$0.clips.isEmpty }) else { return [] }
        var lines = [
            "| clips | people | level | number | right | wrong name | unknown | no face | strangers named "
                + "| right at 1 % strangers | frames a clip | ms a clip |",
            "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        ]
        for system in systems {
            for (people, levels) in system.clips.sorted(by: { $0.key < $1.key }) {
                var whole = ClipAccuracy()
                for row in levels.values { whole.add(row) }
                let threshold = whole.rates.onePercentThreshold
                let rows = levels.sorted { $0.key < $1.key } + [("all", whole)]
                for (level, row) in rows {
                    let counts = [row.right, row.wrongName, row.unknown, row.noFace, row.strangersNamed]
                    lines.append(
                        line(
                            [system.name, "\(people)", level, "\(row.clips)"]
                                + counts.map { "\($0) (\(percent(Double($0) / Double(row.clips))))" } + [
                                    percent(row.right(within: threshold)),
                                    rounded(Double(row.frames) / Double(row.clips)),
                                    rounded(row.milliseconds / Double(row.clips)),
                                ]))
                }
            }
        }
        return lines
    }

    /// The table of large galleries.
    static func large(_ galleries: LargeGalleries) -> [String] {
        [
            "| gallery: people × photographs | lookups, of strangers | right at 1 % strangers (threshold) "
                + "| at 0.1 % (threshold) | in use: threshold | right | strangers named |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
            + galleries.rows.map { row in
                line([
                    "\(row.people) × \(row.photographs)", "\(row.lookups), \(row.strangerLookups)",
                    percent(row.rates.atOnePercent) + " (\(rounded(row.rates.onePercentThreshold)))",
                    percent(row.rates.atOneInThousand) + " (\(rounded(row.rates.oneInThousandThreshold)))",
                    rounded(row.threshold), percent(row.named), percent(row.strangersNamed),
                ])
            }
    }

    /// The table of rooms.
    static func groups(_ groups: GroupMeasurement) -> [String] {
        var lines = [
            "| rooms: height of the face | people | found | right | wrong name | strangers | strangers named |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for (name, row) in groups.table {
            func share(_ count: Int, of all: Int) -> String {
                "\(count) (\(percent(Double(count) / Double(max(all, 1)))))"
            }
            lines.append(
                line([
                    name, "\(row.people)", share(row.found, of: row.people), share(row.right, of: row.people),
                    share(row.wrongName, of: row.people), "\(row.strangers)",
                    share(row.strangersNamed, of: row.strangers),
                ]))
        }
        let count = Double(max(groups.clips, 1))
        return lines + [
            "\(groups.clips) rooms, \(rounded(groups.milliseconds / count)) ms and "
                + "\(rounded(Double(groups.frames) / count)) frames each"
        ]
    }
}

private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
