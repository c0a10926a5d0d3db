/// A property of an iCalendar file, put together from its folded lines (RFC 5545, section 3.1).
struct CalendarLine {
    /// The file's line in which it begins, counted from 1.
    let number: Int
    /// In capitals.
    let name: String
    /// By their names in capitals.
    let parameters: [String: String]
    let value: String

    /// Whether a text is an iCalendar file.
    static func isCalendar(_ text: some Sequence<UInt8>) -> Bool {
        Array(text.lazy.drop { $0 <= 0x20 || $0 >= 0x80 }.prefix(15)).map { $0 & 0xdf }
            == "BEGIN:VCALENDAR".utf8.map { $0 & 0xdf }
    }

    /// A text whose folded lines are whole; empty lines after them keep the numbers of the lines behind. A line may be
    /// folded within a character, so this comes before bytes are read as characters (RFC 5545, section 3.1).
    static func unfolded(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var ends = 0
        for (index, line) in text.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            let bytes = line.last == 0x0d ? line.dropLast() : line
            if index > 0 { ends += 1 }
            if let first = bytes.first, first == 0x20 || first == 0x09, index > 0 {
                result += bytes.dropFirst()
            } else {
                result += repeatElement(0x0a, count: ends)
                ends = 0
                result += bytes
            }
        }
        return result
    }

    /// The properties of a text, `BEGIN` and `END` included.
    ///
    /// - Throws: `StudentFileError.Fault` with the line that is not a property.
    static func lines(of text: String) throws(StudentFileError.Fault) -> [CalendarLine] {
        let whole = unfolded(Array(text.utf8)).split(separator: 0x0a, omittingEmptySubsequences: false)
        var lines: [CalendarLine] = []
        for (index, text) in whole.enumerated() where !text.isEmpty {
            guard let line = CalendarLine(String(decoding: text, as: UTF8.self), number: index + 1) else {
                throw StudentFileError.Fault("line \(index + 1) is no property of an iCalendar file")
            }
            lines.append(line)
        }
        return lines
    }

    private init?(_ text: String, number: Int) {
        var parts: [String] = [""]
        var isQuoted = false
        var value: String.UnicodeScalarView?
        for scalar in text.unicodeScalars {
            if value != nil {
                value?.append(scalar)
            } else if scalar == "\"" {
                isQuoted.toggle()
            } else if scalar == ":", !isQuoted {
                value = String.UnicodeScalarView()
            } else if scalar == ";", !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].unicodeScalars.append(scalar)
            }
        }
        guard let value, !parts[0].isEmpty else { return nil }
        let pairs = parts.dropFirst().map { $0.split(separator: "=", maxSplits: 1).map(String.init) }
        self.number = number
        name = parts[0].uppercased()
        parameters = Dictionary(pairs.filter { $0.count == 2 }.map { ($0[0].uppercased(), $0[1]) }) {
            first, _ in
            first
        }
        self.value = String(value)
    }

    /// The value of a property of text, without its escapes (RFC 5545, section 3.3.11).
    var text: String {
        var result = String.UnicodeScalarView()
        var isEscaped = false
        for scalar in value.unicodeScalars {
            if !isEscaped, scalar == "\\" {
                isEscaped = true
                continue
            }
            result.append(isEscaped && (scalar == "n" || scalar == "N") ? " " : scalar)
            isEscaped = false
        }
        return String(result)
    }

    /// What is wrong with this line.
    func fault(_ reason: String) -> StudentFileError.Fault {
        StudentFileError.Fault("line \(number), \(name): \(reason)")
    }
}
