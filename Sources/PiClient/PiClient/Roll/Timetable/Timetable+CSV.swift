extension Timetable {
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// Reads comma-separated values whose first line names the columns `group`, `weekday`, `from`, `to`, `room`,
    /// `late after` (in minutes) and `lesson`, in any order. Each row is a lesson that comes every week; rows of empty
    /// fields, which spreadsheets leave behind, are passed over.
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
        for line in lines where line.fields.contains(where: { !$0.isEmpty }) {
            try line.check(columns: header.count)
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
        let lateAfter = fields["lateafter"].map(Int.init)
        if let lateAfter, lateAfter.map((0...1440).contains) != true {
            throw Fault(reason: "\"\(fields["lateafter"] ?? "")\" is no number of minutes")
        }
        self.init(
            group: fields["group"], days: LessonDays(weekdays: [weekday]), start: start, end: end,
            room: fields["room"],
            lateAfter: lateAfter ?? nil, title: fields["lesson"])
    }
}
