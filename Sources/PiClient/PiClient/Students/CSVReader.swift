/// Separated values with quotes (RFC 4180), as spreadsheets write them: separated by commas, semicolons or tabs.
struct CSVReader {
    /// One row, and the line of the file in which it begins, counted from 1.
    struct Row: Equatable {
        let line: Int
        var fields: [String]

        /// Checks that no field stands beyond the columns that the first line names.
        ///
        /// - Throws: `StudentFileError.Fault`.
        func check(columns count: Int) throws(StudentFileError.Fault) {
            guard fields.dropFirst(count).allSatisfy(\.isEmpty) else {
                throw StudentFileError.Fault(
                    "line \(line) has \(fields.count) fields, and the first line names \(count); "
                        + "put quotes around a field with a separator in it")
            }
        }
    }

    private var rest: Substring.UnicodeScalarView
    private let separator: Unicode.Scalar
    private var line = 1

    /// The rows with their fields, without outer spaces where there are no quotes; empty rows are left out.
    ///
    /// - Throws: `StudentFileError.Fault` with the line where the quotes do not fit.
    static func rows(of text: String) throws(StudentFileError.Fault) -> [Row] {
        var reader = CSVReader(text)
        var rows: [Row] = []
        while !reader.rest.isEmpty {
            let row = try reader.row()
            if row.fields != [""] { rows.append(row) }
        }
        return rows
    }

    private init(_ text: String) {
        rest = Substring(text).unicodeScalars
        let first = rest.prefix { !$0.endsLine }
        // Excel's own way to say it.
        if first.count == 5, Substring(first).lowercased().hasPrefix("sep="), let separator = first.last {
            self.separator = separator
            rest.removeFirst(5)
            skipLineEnd()
        } else {
            separator = Self.separator(of: first)
        }
    }

    /// The one of which the header has most, outside of quotes.
    private static func separator(of header: Substring.UnicodeScalarView) -> Unicode.Scalar {
        var counts: [Unicode.Scalar: Int] = [:]
        var isQuoted = false
        for scalar in header {
            if scalar == "\"" { isQuoted.toggle() }
            if !isQuoted { counts[scalar, default: 0] += 1 }
        }
        let candidates: [Unicode.Scalar] = [",", ";", "\t"]
        return candidates.max { counts[$0, default: 0] < counts[$1, default: 0] } ?? ","
    }

    private mutating func row() throws(StudentFileError.Fault) -> Row {
        var row = Row(line: line, fields: [])
        repeat { row.fields.append(try field()) } while skip(separator)
        skipLineEnd()
        return row
    }

    private mutating func field() throws(StudentFileError.Fault) -> String {
        while let first = rest.first, first.isSpace, first != separator { rest.removeFirst() }
        guard skip("\"") else {
            let end = rest.firstIndex { $0 == separator || $0.endsLine } ?? rest.endIndex
            let field = rest[..<end]
            rest = rest[end...]
            return String(Substring(field)).trimmingSpaces()
        }
        let field = try quotedField()
        while let first = rest.first, first.isSpace, first != separator { rest.removeFirst() }
        guard rest.first.map({ $0 == separator || $0.endsLine }) ?? true else {
            throw StudentFileError.Fault(
                "line \(line) has text after a closing quote; double a quote inside a field")
        }
        return field
    }

    /// The rest of a field after its first quote, up to the last.
    private mutating func quotedField() throws(StudentFileError.Fault) -> String {
        let start = line
        var field = String.UnicodeScalarView()
        while let scalar = rest.popFirst() {
            if scalar == "\"" {
                guard skip("\"") else { return String(field) }
            } else if scalar == "\n" || scalar == "\r" && rest.first != "\n" {
                line += 1
            }
            field.append(scalar)
        }
        throw StudentFileError.Fault("the quote that opens in line \(start) is never closed")
    }

    private mutating func skip(_ scalar: Unicode.Scalar) -> Bool {
        guard rest.first == scalar else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func skipLineEnd() {
        guard let first = rest.popFirst() else { return }
        if first == "\r" { _ = skip("\n") }
        line += 1
    }
}

extension Unicode.Scalar {
    fileprivate var endsLine: Bool { self == "\n" || self == "\r" }
    fileprivate var isSpace: Bool { self == " " || self == "\t" }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}
