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
enum TimetableError: Error, CustomStringConvertible {
    case unreadable(path: String, reason: FileError)
    case unusable(path: String, fault: StudentFileError.Fault)

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "the timetable \(path) cannot be read: \(reason)."
        case .unusable(let path, let fault): "the timetable \(path) cannot be used: \(fault.text)."
        }
    }
}

extension Timetable {
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// Far more than the lessons of a school's week take.
    private static let maximumBytes = 4 << 20

    /// Reads a CSV file whose first line names the columns `group`, `weekday`, `from`, `to`, `room`, `late after` (in
    /// minutes) and `lesson`, in any order.
    init(path: String) throws(TimetableError) {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, atMost: Self.maximumBytes)
        } catch {
            throw .unreadable(path: path, reason: error)
        }
        do {
            try self.init(csv: try TextFile(bytes).text)
        } catch {
            throw .unusable(path: path, fault: error)
        }
    }

    /// Reads the text of such a file.
    init(csv: String) throws(StudentFileError.Fault) {
        var lines = try CSVReader.rows(of: csv)
        let first: [String] = lines.isEmpty ? [] : lines.removeFirst().fields
        let header = first.map { name in name.lowercased().filter { $0 != " " && $0 != "_" } }
        let missing = ["weekday", "from", "to"].filter { !header.contains($0) }
        guard missing.isEmpty else {
            throw StudentFileError.Fault(
                "its first line, which names the columns group,weekday,from,to,room,late after,lesson, has no "
                    + missing.joined(separator: ", "))
        }
        var rows: [Row] = []
        for line in lines {
            let pairs = zip(header, line.fields).filter { !$0.1.isEmpty }
            let fields = Dictionary(pairs.map { ($0.0, $0.1) }) { first, _ in first }
            do throws(Row.Fault) {
                rows.append(try Row(fields))
            } catch {
                throw StudentFileError.Fault("line \(line.line): \(error.reason)")
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
        guard let start = fields["from"].flatMap(\.clockMinute), let end = fields["to"].flatMap(\.clockMinute)
        else {
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
