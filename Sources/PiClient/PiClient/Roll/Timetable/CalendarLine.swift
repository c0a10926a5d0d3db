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
    static func isCalendar(_ text: String) -> Bool {
        text.utf8.drop { $0 <= 0x20 }.prefix(15).map { $0 & 0xdf } == "BEGIN:VCALENDAR".utf8.map { $0 & 0xdf }
    }

    /// The properties of a text, `BEGIN` and `END` included.
    ///
    /// - Throws: `StudentFileError.Fault` with the line that is none.
    static func lines(of text: String) throws(StudentFileError.Fault) -> [CalendarLine] {
        var whole: [(number: Int, text: [UInt8])] = []
        for (index, line) in text.utf8.split(separator: 0x0a, omittingEmptySubsequences: false).enumerated() {
            let bytes = line.last == 0x0d ? line.dropLast() : line
            if let first = bytes.first, first == 0x20 || first == 0x09, !whole.isEmpty {
                whole[whole.count - 1].text += bytes.dropFirst()
            } else if !bytes.isEmpty {
                whole.append((index + 1, Array(bytes)))
            }
        }
        var lines: [CalendarLine] = []
        for (number, text) in whole {
            guard let line = CalendarLine(String(decoding: text, as: UTF8.self), number: number) else {
                throw StudentFileError.Fault("line \(number) is no property of an iCalendar file")
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
