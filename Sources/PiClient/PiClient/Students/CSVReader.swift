/// Comma-separated values with quotes (RFC 4180).
enum CSVReader {
    /// The rows with their fields, outer spaces and empty rows removed; quoted fields are taken as they are.
    static func rows(of text: String) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field = ""
        var isQuoted = false
        var wasQuoted = false
        // Unicode scalars, because Swift takes the line end CR LF for one character; a byte order mark is no text.
        var scalars = Array(text.unicodeScalars.drop { $0 == "\u{feff}" })[...]

        func endField() {
            row.append(wasQuoted ? field : field.trimmingSpaces())
            field = ""
            wasQuoted = false
        }
        func endRow() {
            endField()
            if row != [""] { rows.append(row) }
            row = []
        }
        while let scalar = scalars.popFirst() {
            switch scalar {
            case "\"" where isQuoted && scalars.first == "\"":
                field.unicodeScalars.append(scalar)
                scalars.removeFirst()
            case "\"" where isQuoted:
                isQuoted = false
            case "\"" where field.trimmingSpaces().isEmpty:
                field = ""
                isQuoted = true
                wasQuoted = true
            case "," where !isQuoted:
                endField()
            case "\n" where !isQuoted:
                endRow()
            case "\r" where !isQuoted:
                break
            default:
                // Spaces between the closing quote and the comma.
                if !(wasQuoted && !isQuoted && scalar == " ") { field.unicodeScalars.append(scalar) }
            }
        }
        if !field.isEmpty || !row.isEmpty { endRow() }
        return rows
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        let start = drop { $0 == " " || $0 == "\t" }
        guard let end = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...end])
    }
}
