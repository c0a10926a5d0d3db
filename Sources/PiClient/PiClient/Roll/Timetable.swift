import FoundationEssentials
import WireFormats

/// The lessons of a week.
struct Timetable {
    /// A lesson that comes every week.
    struct Row: Equatable {
        var group: String?
        /// 1 for Monday to 7 for Sunday.
        var weekday: Int
        var start: Int
        var end: Int
        var room: String?
        var lateAfter: Int?
        var title: String?
    }

    var rows: [Row]

    /// The lessons of a day, in order.
    func lessons(on day: CivilDate) -> [Lesson] {
        rows.filter { $0.weekday == day.weekday }.map { row in
            Lesson(
                day: day, start: row.start, end: row.end, title: row.title, group: row.group, room: row.room,
                lateAfter: row.lateAfter)
        }.sorted { ($0.start, $0.name ?? "") < ($1.start, $1.name ?? "") }
    }
}

/// What is wrong with a timetable.
enum TimetableError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case columns(path: String, missing: [String])
    case row(path: String, number: Int, reason: String)

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read the timetable \(path): \(reason)."
        case .columns(let path, let missing):
            "\(path) has no column \(missing.joined(separator: ", ")). Its first line names the columns: "
                + "group,weekday,from,to,room,late after,lesson; group, room, late after and lesson may be missing."
        case .row(let path, let number, let reason):
            "\(path), row \(number): \(reason)."
        }
    }
}

extension Timetable {
    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// Reads a CSV file whose first line names the columns `group`, `weekday`, `from`, `to`, `room`, `late after` (in
    /// minutes) and `lesson`, in any order.
    init(path: String) throws(TimetableError) {
        let text: String
        do {
            text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw .unreadable(path: path, reason: isThere ? "it is no file that may be read" : "there is no such file")
        }
        try self.init(csv: text, path: path)
    }

    /// Reads the text of such a file; `path` is for errors.
    init(csv: String, path: String) throws(TimetableError) {
        let lines = CSVReader.rows(of: csv)
        let header = (lines.first ?? []).map { $0.lowercased().filter { $0 != " " && $0 != "_" } }
        let missing = ["weekday", "from", "to"].filter { !header.contains($0) }
        guard missing.isEmpty else { throw .columns(path: path, missing: missing) }
        var rows: [Row] = []
        for (index, line) in lines.enumerated().dropFirst() {
            let fields = Dictionary(zip(header, line)) { first, _ in first }.filter { !$0.value.isEmpty }
            do {
                rows.append(try Row(fields))
            } catch {
                throw .row(path: path, number: index + 1, reason: error.reason)
            }
        }
        self.rows = rows
    }

    /// The number of a weekday by its English name, the first two letters of it or more, or 1 to 7; nil for others.
    fileprivate static func weekday(_ text: String) -> Int? {
        if let number = Int(text) { return (1...7).contains(number) ? number : nil }
        guard text.utf8.count >= 2 else { return nil }
        return weekdays.firstIndex { $0.hasPrefix(text.lowercased()) }.map { $0 + 1 }
    }
}

extension Timetable.Row {
    struct Fault: Error { let reason: String }

    /// A row by its columns' names.
    fileprivate init(_ fields: [String: String]) throws(Fault) {
        guard let weekday = fields["weekday"].flatMap(Timetable.weekday) else {
            throw Fault(reason: "\"\(fields["weekday"] ?? "")\" is no weekday, such as Monday, Mo or 1")
        }
        guard let start = fields["from"].flatMap(\.clockMinute), let end = fields["to"].flatMap(\.clockMinute) else {
            throw Fault(reason: "from and to are times such as 08:00 and 08:45")
        }
        guard start < end else { throw Fault(reason: "it ends before it begins") }
        var lateAfter: Int?
        if let text = fields["lateafter"] {
            guard let minutes = Int(text), (0...1440).contains(minutes) else {
                throw Fault(reason: "\"\(text)\" is no number of minutes")
            }
            lateAfter = minutes
        }
        self.init(
            group: fields["group"], weekday: weekday, start: start, end: end, room: fields["room"],
            lateAfter: lateAfter, title: fields["lesson"])
    }
}
