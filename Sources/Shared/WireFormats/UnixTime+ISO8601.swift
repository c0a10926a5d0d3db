extension UnixTime {
    /// How a time is written (ISO 8601).
    public enum ISO8601Form: Sendable {
        /// `2026-01-31T23:59:59.999Z`
        case extended
        /// `20260131T235959Z`
        case basic
    }

    /// The time in UTC; one outside the years 1970 to 9999 is written as the first or last moment of them.
    public func iso8601(_ form: ISO8601Form = .extended) -> String {
        let clamped = seconds.isNaN ? 0 : min(max(seconds, 0), 253_402_300_799.999)
        // To the nearest millisecond: a fraction is seldom exact in binary.
        let milliseconds =
            switch form {
            case .extended: Int((clamped * 1000).rounded())
            case .basic: Int(clamped) * 1000
            }
        let (whole, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let date = CivilDate(daysSinceEpoch: whole / 86_400)
        let time = whole % 86_400
        let numbers = [date.year, date.month, date.day, time / 3600, time / 60 % 60, time % 60, fraction]
        return switch form {
        case .extended: Self.text(numbers, widths: [4, 2, 2, 2, 2, 2, 3], marks: "--T::.Z")
        case .basic: Self.text(Array(numbers.dropLast()), widths: [4, 2, 2, 2, 2, 2], marks: "  T  Z")
        }
    }

    /// Each number with so many digits and the mark after it; a space stands for none.
    private static func text(_ numbers: [Int], widths: [Int], marks: StaticString) -> String {
        String(unsafeUninitializedCapacity: 32) { text in
            var end = 0
            for (index, width) in widths.enumerated() {
                var rest = numbers[index]
                for digit in (0..<width).reversed() {
                    text[end + digit] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                    rest /= 10
                }
                end += width
                let mark = marks.utf8Start[index]
                if mark != UInt8(ascii: " ") {
                    text[end] = mark
                    end += 1
                }
            }
            return end
        }
    }

    /// A time such as `2026-01-02T03:04:05Z`, `2026-01-02T03:04:05.678Z` or `2026-01-02T03:04:05+01:00`, of the
    /// years 1 to 9999 (RFC 3339, section 5.6); nil for what is no time of that form.
    public init?(iso8601 text: String) {
        var digits = TextReader(text.utf8)
        guard let year = digits.number(4), digits.skip("-"), let month = digits.number(2), digits.skip("-"),
            let day = digits.number(2), digits.skip("T") || digits.skip("t"),
            let hour = digits.number(2), digits.skip(":"), let minute = digits.number(2), digits.skip(":"),
            let second = digits.number(2), let fraction = digits.fraction(), let offset = digits.offset(),
            digits.isAtEnd,
            year >= 1, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second <= 60
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        // The 31st of a month with fewer days is another day in truth.
        guard CivilDate(daysSinceEpoch: date.daysSinceEpoch) == date else { return nil }
        let time = hour * 3600 + minute * 60 + second - offset
        seconds = Double(date.daysSinceEpoch * 86_400 + time) + fraction
    }
}

/// Reads a text from its beginning.
private struct TextReader {
    private var rest: Substring.UTF8View

    init(_ text: String.UTF8View) {
        rest = text[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// A number of so many digits.
    mutating func number(_ count: Int) -> Int? {
        var number = 0
        for _ in 0..<count {
            guard let digit = digit() else { return nil }
            number = number * 10 + digit
        }
        return number
    }

    /// What follows a decimal point; 0 where there is none.
    mutating func fraction() -> Double? {
        guard skip(".") else { return 0 }
        var fraction = 0.0
        var unit = 0.1
        guard let first = digit() else { return nil }
        fraction = Double(first) * unit
        while let digit = digit() {
            unit /= 10
            fraction += Double(digit) * unit
        }
        return fraction
    }

    /// `Z`, `+01:00` or `+0100`, in seconds.
    mutating func offset() -> Int? {
        if skip("Z") || skip("z") { return 0 }
        let sign: Int
        if skip("+") { sign = 1 } else if skip("-") { sign = -1 } else { return nil }
        guard let hours = number(2) else { return nil }
        _ = skip(":")
        guard let minutes = number(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private mutating func digit() -> Int? {
        guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
            return nil
        }
        rest = rest.dropFirst()
        return Int(byte - UInt8(ascii: "0"))
    }
}
