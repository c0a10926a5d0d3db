import WireFormats

extension Timetable {
    /// Reads an iCalendar file (RFC 5545), each of whose events is a lesson: `SUMMARY` is what is taught, `CATEGORIES`
    /// the group, `LOCATION` the room, `X-ROLLCALL-LATE-AFTER` the minutes after which who comes is late. What lasts
    /// whole days, or is canceled, is no lesson.
    ///
    /// - Throws: `StudentFileError.Fault` with the line that is not understood.
    init(calendar text: String) throws(StudentFileError.Fault) {
        var open: [String] = []
        var events: [CalendarEvent] = []
        for line in try CalendarLine.lines(of: text) {
            let component = line.value.uppercased()
            if line.name == "BEGIN" {
                open.append(component)
                if component == "VEVENT" { events.append(CalendarEvent(begin: line)) }
            } else if line.name == "END" {
                guard open.popLast() == component else {
                    throw line.fault("\(component) does not begin before")
                }
            } else if open.last == "VEVENT" {
                events[events.count - 1].add(line)
            }
        }
        guard open.isEmpty else {
            throw StudentFileError.Fault("it is cut off: END:\(open.last ?? "") is missing")
        }
        rows = try Self.rows(of: events)
    }

    /// The lessons of events; an event with a `RECURRENCE-ID` takes the place of one of a series.
    private static func rows(of events: [CalendarEvent]) throws(StudentFileError.Fault) -> [Row] {
        var rows: [(id: String?, row: Row)] = []
        for event in events {
            guard let row = try event.row() else { continue }
            rows.append((event.replaces == nil ? event.id : nil, row))
        }
        for event in events {
            guard let line = event.replaces else { continue }
            guard line.parameters["RANGE"] == nil else {
                throw line.fault("RANGE is not understood. Make the later lessons a series of their own")
            }
            let time = try CalendarTime(line)
            for index in rows.indices where rows[index].id == event.id && event.id != nil {
                rows[index].row.days.except.insert(try line.day(time, universal: rows[index].row.isUniversal))
            }
        }
        return rows.map(\.row)
    }
}

/// An event of an iCalendar file, as far as it is about a lesson.
private struct CalendarEvent {
    private let begin: CalendarLine
    private var lines: [String: CalendarLine] = [:]
    private var exceptions: [CalendarLine] = []
    /// A time or a rule that is said a second time.
    private var repeated: CalendarLine?
    private static let once: Set = ["DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID"]

    init(begin: CalendarLine) {
        self.begin = begin
    }

    /// What all events of a series have in common.
    var id: String? { lines["UID"]?.value }
    /// Which event of a series it takes the place of.
    var replaces: CalendarLine? { lines["RECURRENCE-ID"] }

    mutating func add(_ line: CalendarLine) {
        if line.name == "EXDATE" { return exceptions.append(line) }
        if lines.updateValue(line, forKey: line.name) != nil, Self.once.contains(line.name) {
            repeated = line
        }
    }

    /// The lesson; nil for an event that is canceled or lasts all day.
    func row() throws(StudentFileError.Fault) -> Timetable.Row? {
        if lines["STATUS"]?.value.uppercased() == "CANCELLED" { return nil }
        if let repeated { throw repeated.fault("the event has two of them") }
        guard let startLine = lines["DTSTART"] else { throw begin.fault("the event has no DTSTART") }
        let start = try CalendarTime(startLine)
        guard let minute = start.minute else { return nil }
        for name in ["RDATE", "EXRULE"] {
            if let line = lines[name] {
                throw line.fault("it is not understood. Make these lessons events of their own")
            }
        }
        var days = LessonDays(only: start.day)
        if let rule = lines["RRULE"] { days = try LessonDays(rule, from: start) }
        for line in exceptions {
            for time in try CalendarTime.list(line) {
                days.except.insert(try line.day(time, universal: start.isUniversal))
            }
        }
        return Timetable.Row(
            group: text("CATEGORIES"), days: days, start: minute,
            end: minute + (try length(from: start, startLine)),
            room: text("LOCATION"), lateAfter: try lateAfter(), title: text("SUMMARY"),
            isUniversal: start.isUniversal)
    }

    private func text(_ name: String) -> String? {
        guard let text = lines[name]?.text, text.contains(where: { $0 != " " }) else { return nil }
        return text
    }

    private func lateAfter() throws(StudentFileError.Fault) -> Int? {
        guard let line = lines["X-ROLLCALL-LATE-AFTER"] else { return nil }
        guard let minutes = Int(line.value), (0...1440).contains(minutes) else {
            throw line.fault("\"\(line.value)\" is no number of minutes")
        }
        return minutes
    }

    /// How many minutes the lesson takes.
    private func length(
        from start: CalendarTime, _ startLine: CalendarLine
    ) throws(StudentFileError.Fault) -> Int {
        let line = lines["DTEND"] ?? lines["DURATION"] ?? startLine
        var length: Int?
        if lines["DTEND"] != nil {
            let end = try CalendarTime(line)
            if let minute = end.minute, end.isUniversal == start.isUniversal {
                length =
                    (end.day.daysSinceEpoch - start.day.daysSinceEpoch) * 1440 + minute - (start.minute ?? 0)
            }
        } else if lines["DURATION"] != nil {
            length = line.durationMinutes
        }
        guard let length, (1...1440).contains(length) else {
            throw line.fault("the lesson must end within a day after it begins, by DTEND or DURATION")
        }
        return length
    }
}

extension CalendarLine {
    /// The minutes of a duration such as `PT1H30M` (RFC 5545, section 3.3.6); nil for others.
    fileprivate var durationMinutes: Int? {
        guard
            let match = value.uppercased().wholeMatch(
                of: /\+?P(?:0+D)?T(?:([0-9]{1,2})H)?(?:([0-9]{1,4})M)?(?:([0-9]{1,5})S)?/)
        else { return nil }
        let numbers = [match.1, match.2, match.3].map { $0.flatMap { Int($0) } ?? 0 }
        return numbers[0] * 60 + numbers[1] + numbers[2] / 60
    }

    /// The day that a time names by the clock of a series.
    fileprivate func day(
        _ time: CalendarTime, universal: Bool
    ) throws(StudentFileError.Fault) -> CivilDate {
        guard let day = time.by(universal: universal)?.day else {
            throw fault("the time must end with Z, as DTSTART of the series does")
        }
        return day
    }
}
