import RollcallMessages
import RollcallServices
import WireFormats

/// Rolls as a calendar that calendar programs subscribe to (RFC 5545): an event a lesson, with who was there. Times are
/// those of the school's clock, without a zone.
struct RollCalendar: RollFormat {
    /// When the calendar was made, in Unix milliseconds.
    var now = WallClock.now()

    /// Octets of a line, at most (RFC 5545, section 3.1).
    private static let lineLength = 75

    func text(of rolls: [Roll]) -> DisplayText {
        let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Rollcall//Roll//EN", "METHOD:PUBLISH"]
        let lines = head + rolls.flatMap(event) + ["END:VCALENDAR"]
        // DisplayText ends lines with a line feed alone.
        return DisplayText(lines: lines.flatMap(Self.folded).map { "\($0)\r" })
    }

    private func event(_ roll: Roll) -> [String] {
        let lesson = roll.lesson
        let day = lesson.day.description.filter { $0 != "-" }
        let names = roll.entries.map { "\($0.status.rawValue): \($0.name)" }.joined(separator: "\n")
        let identity = [day, "\(lesson.start)", lesson.room ?? "", lesson.group ?? "", lesson.title ?? ""]
        var lines = [
            "BEGIN:VEVENT", "UID:" + Self.escaped(identity.joined(separator: "/")) + "@rollcall",
            "DTSTAMP:" + Self.stamp(now),
        ]
        if lesson.isWholeDay {
            lines.append("DTSTART;VALUE=DATE:\(day)")
        } else {
            lines += ["DTSTART:\(day)T\(Self.time(lesson.start))", "DTEND:\(Self.end(of: lesson))"]
        }
        let title = lesson.title ?? lesson.group ?? "Roll"
        lines.append("SUMMARY:" + Self.escaped("\(title): \(roll.summary)"))
        if let room = lesson.room { lines.append("LOCATION:" + Self.escaped(room)) }
        if !names.isEmpty { lines.append("DESCRIPTION:" + Self.escaped(names)) }
        return lines + ["END:VEVENT"]
    }

    private static func end(of lesson: Lesson) -> String {
        let day = lesson.end == 1440 ? lesson.day.advanced(by: 1) : lesson.day
        return day.description.filter { $0 != "-" } + "T" + time(lesson.end % 1440)
    }

    private static func time(_ minute: Int) -> String { minute.clockTime.filter { $0 != ":" } + "00" }

    /// The moment in UTC: `20261126T080500Z`.
    private static func stamp(_ milliseconds: Int64) -> String {
        let seconds = Int(milliseconds / 1000)
        let day = CivilDate(daysSinceEpoch: seconds / 86_400).description.filter { $0 != "-" }
        let time = (seconds % 86_400 / 60).clockTime.filter { $0 != ":" }
        return "\(day)T\(time)\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)Z"
    }

    /// A text as a property's value (RFC 5545, section 3.3.11), cleaned.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
            if !result.isEmpty { result += "\\n" }
            for scalar in String(line).cleaned.unicodeScalars {
                if [";", ",", "\\"].contains(scalar) { result.unicodeScalars.append("\\") }
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// A long line in pieces, each after the first with a space in front.
    private static func folded(_ line: String) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for scalar in line.unicodeScalars {
            if piece.utf8.count + String(scalar).utf8.count > lineLength {
                pieces.append(piece)
                piece = " "
            }
            piece.unicodeScalars.append(scalar)
        }
        return pieces + [piece]
    }
}
