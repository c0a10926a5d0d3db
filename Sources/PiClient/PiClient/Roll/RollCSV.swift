import RollcallServices
import WireFormats

/// Rolls as comma-separated values (RFC 4180) that spreadsheets open: with a byte order mark, so that they take it for
/// UTF-8, and with every field that they would take for a formula behind an apostrophe.
struct RollCSV: RollFormat {
    private static let header = [
        "day", "lesson", "from", "to", "room", "group", "name", "major", "year", "status", "first", "last",
        "minutes",
        "expected", "marked", "reason", "marked by",
    ]

    func text(of rolls: [Roll]) -> DisplayText {
        let rows =
            [Self.header] + rolls.flatMap { roll in roll.entries.map { fields(of: $0, in: roll.lesson) } }
        // DisplayText ends lines with a line feed alone.
        let lines = rows.enumerated().map { index, row -> DisplayText in
            let line = row.map(Self.field).joined(separator: ",")
            return index == 0 ? "\u{feff}\(line)\r" : "\(line)\r"
        }
        return DisplayText(lines: lines)
    }

    private func fields(of entry: RollEntry, in lesson: Lesson) -> [String] {
        let time: (Int?) -> String = { $0?.clockTime ?? "" }
        let lesson = [
            lesson.day.description, lesson.title ?? "", lesson.isWholeDay ? "" : lesson.start.clockTime,
            lesson.isWholeDay ? "" : lesson.end.clockTime, lesson.room ?? "", lesson.group ?? "",
        ]
        let person = [entry.name, entry.major ?? "", entry.year ?? ""]
        let seen = [entry.status.rawValue, time(entry.first), time(entry.last), "\(entry.minutes)"]
        let said = [
            entry.isExpected ? "yes" : "no", entry.mark?.status.rawValue ?? "", entry.mark?.reason ?? "",
            entry.mark?.author ?? "",
        ]
        return lesson + person + seen + said
    }

    /// A field, quoted where it must be; what begins like a formula is text (OWASP, "CSV Injection").
    static func field(_ text: String) -> String {
        let isFormula = text.utf8.first.map("=+-@\t\r\n".utf8.contains) ?? false
        let isWideFormula = text.unicodeScalars.first.map { "＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula || isWideFormula ? "'" + text : text
        guard safe.utf8.contains(where: "\",\r\n;\t".utf8.contains) else { return safe }
        var quoted = "\""
        for scalar in safe.unicodeScalars {
            if scalar == "\"" { quoted.unicodeScalars.append("\"") }
            quoted.unicodeScalars.append(scalar)
        }
        return quoted + "\""
    }
}
