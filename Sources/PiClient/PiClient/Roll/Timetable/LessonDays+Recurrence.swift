import WireFormats

extension LessonDays {
    private static let weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
    /// The lessons of a rule lie within so many days: thirty years.
    private static let maximumDays = 11_000

    /// The days of a lesson that is once.
    init(only day: CivilDate) {
        self.init(weekdays: [day.weekday], first: day, last: day)
    }

    /// The days of a recurrence rule (RFC 5545, section 3.3.10): weekly, or every day, with `INTERVAL`, `BYDAY`,
    /// `WKST`, `COUNT` and `UNTIL`.
    ///
    /// - Parameter start: The first lesson's time.
    /// - Throws: `StudentFileError.Fault` with the line, for every other rule.
    init(_ line: CalendarLine, from start: CalendarTime) throws(StudentFileError.Fault) {
        var parts: [String: String] = [:]
        for part in line.value.uppercased().split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
            guard pair.count == 2 else { throw line.fault("\"\(part)\" is no part of a rule") }
            parts[pair[0]] = pair[1]
        }
        let known: Set = ["FREQ", "INTERVAL", "BYDAY", "WKST", "COUNT", "UNTIL"]
        if let other = parts.keys.filter({ !known.contains($0) }).min() {
            throw line.fault("\(other) is not understood. Lessons come weekly, by FREQ=WEEKLY and BYDAY")
        }
        let isDaily = parts["FREQ"] == "DAILY"
        guard isDaily || parts["FREQ"] == "WEEKLY" else {
            throw line.fault(
                "FREQ=\(parts["FREQ"] ?? "") is not understood. Lessons come weekly, by FREQ=WEEKLY")
        }
        self.init(weekdays: isDaily ? Set(1...7) : [start.day.weekday], first: start.day)
        interval = try Self.number(parts["INTERVAL"], "INTERVAL", of: line) ?? 1
        guard !isDaily || interval == 1 else {
            throw line.fault("only every day is understood of FREQ=DAILY")
        }
        if let days = parts["BYDAY"] {
            weekdays = try Set(Self.numbers(of: days.split(separator: ",").map(String.init), of: line))
        }
        if let day = parts["WKST"] { weekStart = try Self.numbers(of: [day], of: line)[0] }
        if let text = parts["UNTIL"] { last = try Self.last(CalendarTime.time(text, of: line), start, line) }
        if let count = try Self.number(parts["COUNT"], "COUNT", of: line) {
            let days = (0..<Self.maximumDays).lazy.map(start.day.advanced(by:)).filter { [self] in isMeant($0)
            }
            guard let last = days.prefix(count).reduce(nil, { $1 }) else {
                throw line.fault("it means no day")
            }
            self.last = last
        }
    }

    /// The day of the last lesson that begins no later than a rule's end.
    private static func last(
        _ end: CalendarTime, _ start: CalendarTime, _ line: CalendarLine
    ) throws(StudentFileError.Fault) -> CivilDate {
        guard let end = end.by(universal: start.isUniversal) else {
            throw line.fault("UNTIL must end with Z, as DTSTART does")
        }
        guard let minute = end.minute, minute < start.minute ?? 0 else { return end.day }
        return end.day.advanced(by: -1)
    }

    private static func number(
        _ text: String?, _ name: String, of line: CalendarLine
    ) throws(StudentFileError.Fault) -> Int? {
        guard let text else { return nil }
        guard let number = Int(text), (1...maximumDays).contains(number) else {
            throw line.fault("\(name)=\(text) is no number from 1 to \(maximumDays)")
        }
        return number
    }

    private static func numbers(
        of names: [String], of line: CalendarLine
    ) throws(StudentFileError.Fault) -> [Int] {
        var numbers: [Int] = []
        for name in names {
            guard let index = weekdays.firstIndex(of: name) else {
                throw line.fault("\"\(name)\" is no day of the week, such as MO")
            }
            numbers.append(index + 1)
        }
        guard !numbers.isEmpty else { throw line.fault("it names no day of the week") }
        return numbers
    }
}
