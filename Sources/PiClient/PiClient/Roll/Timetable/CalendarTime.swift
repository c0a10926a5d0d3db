import RollcallServices
import WireFormats

/// A day, or a minute of it, in an iCalendar file (RFC 5545, sections 3.3.4 and 3.3.5).
struct CalendarTime: Equatable {
    var day: CivilDate
    /// The minute of the day; nil for a day alone.
    var minute: Int?
    /// Whether it is the minute of UTC rather than of the school's clock.
    var isUniversal: Bool

    /// The time that a property names.
    ///
    /// - Throws: `StudentFileError.Fault` with the line, for what is no time, or one of another clock.
    init(_ line: CalendarLine) throws(StudentFileError.Fault) {
        self = try Self.time(line.value, of: line)
    }

    /// The times of a property that lists them, with commas between.
    static func list(_ line: CalendarLine) throws(StudentFileError.Fault) -> [CalendarTime] {
        var times: [CalendarTime] = []
        for text in line.value.split(separator: ",") { times.append(try time(String(text), of: line)) }
        return times
    }

    /// The time that a text of a property is.
    static func time(_ text: String, of line: CalendarLine) throws(StudentFileError.Fault) -> CalendarTime {
        guard var time = CalendarTime(text: text) else {
            throw line.fault("\"\(text)\" is no time such as 20261126T080000")
        }
        guard let zone = line.parameters["TZID"], time.minute != nil, !time.isUniversal else { return time }
        switch SchoolClock(zone: zone) {
        case .school: break
        case .universal: time.isUniversal = true
        case nil:
            throw line.fault(
                "the time zone \"\(zone)\" is not the school's. Write the school's, such as Europe/Berlin, or set timeZone"
            )
        }
        return time
    }

    /// `20261126`, `20261126T080000` or `20261126T080000Z`, from 1971 on; seconds are left out.
    private init?(text: String) {
        let bytes = Array(text.utf8)
        let digits = bytes.prefix(8).filter { (0x30...0x39).contains($0) }.map {
            Character(UnicodeScalar($0))
        }
        guard digits.count == 8,
            let day = CivilDate("\(String(digits[..<4]))-\(String(digits[4..<6]))-\(String(digits[6...]))"),
            day.year > 1970
        else { return nil }
        self.day = day
        isUniversal = bytes.last == UInt8(ascii: "Z")
        if bytes.count == 8 { return }
        guard bytes.count == (isUniversal ? 16 : 15), bytes[8] == UInt8(ascii: "T") else { return nil }
        let numbers = stride(from: 9, to: 15, by: 2).map { index in
            bytes[index...index + 1].reduce(0) { (0x30...0x39).contains($1) ? $0 * 10 + Int($1) - 0x30 : 100 }
        }
        guard numbers[0] < 24, numbers[1] < 60, numbers[2] <= 60 else { return nil }
        minute = numbers[0] * 60 + numbers[1]
    }

    /// The same moment by the clock of a lesson's times; nil for a moment of the school's clock where UTC is wanted.
    func by(universal isWanted: Bool) -> CalendarTime? {
        guard let minute, isUniversal != isWanted else { return self }
        guard isUniversal else { return nil }
        let minutes = Int64(day.daysSinceEpoch) * 1440 + Int64(minute)
        return LocalMinute(unixMilliseconds: minutes * 60_000).map {
            CalendarTime(day: $0.day, minute: $0.minute, isUniversal: false)
        }
    }

    private init(day: CivilDate, minute: Int?, isUniversal: Bool) {
        self.day = day
        self.minute = minute
        self.isUniversal = isUniversal
    }
}
