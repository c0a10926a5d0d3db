/// The text of a file that a spreadsheet or an editor wrote, in whichever encoding it chose.
struct TextFile: Equatable {
    /// How the bytes were read.
    enum Encoding: String {
        case utf8 = "UTF-8"
        case utf16 = "UTF-16"
        case windows1252 = "Windows-1252"
    }

    let text: String
    let encoding: Encoding

    /// - Throws: `StudentFileError.Fault` with the line that is not text in any of them.
    init(_ bytes: [UInt8]) throws(StudentFileError.Fault) {
        if bytes.starts(with: [0xFF, 0xFE]) {
            self = try Self.utf16(bytes.dropFirst(2), isLittleEndian: true)
        } else if bytes.starts(with: [0xFE, 0xFF]) {
            self = try Self.utf16(bytes.dropFirst(2), isLittleEndian: false)
        } else if let isLittleEndian = Self.zerosAreHighBytes(bytes) {
            self = try Self.utf16(bytes[...], isLittleEndian: isLittleEndian)
        } else {
            self = try Self.bytewise(
                bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
        }
    }

    private init(text: String, encoding: Encoding) {
        self.text = text
        self.encoding = encoding
    }

    /// UTF-8, or Windows-1252 if no line beyond ASCII is UTF-8; a mixture of both is neither.
    private static func bytewise(_ bytes: ArraySlice<UInt8>) throws(StudentFileError.Fault) -> TextFile {
        if let text = String(validating: bytes, as: UTF8.self) {
            return TextFile(text: text, encoding: .utf8)
        }
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
        let isUTF8 = lines.map { String(validating: $0, as: UTF8.self) != nil }
        let isMixed = zip(lines, isUTF8).contains { line, isUTF8 in isUTF8 && line.contains { $0 >= 0x80 } }
        var text = String.UnicodeScalarView()
        for (index, line) in lines.enumerated() {
            let scalars = line.map(Self.windows1252)
            if isMixed && !isUTF8[index] || scalars.contains(nil) {
                throw StudentFileError.Fault(
                    "line \(index + 1) is neither UTF-8 nor Windows-1252; save the file as CSV in UTF-8")
            }
            text.append(contentsOf: scalars.compactMap(\.self))
            if index + 1 < lines.count { text.append("\n") }
        }
        return TextFile(text: String(text), encoding: .windows1252)
    }

    private static func utf16(
        _ bytes: ArraySlice<UInt8>, isLittleEndian: Bool
    ) throws(StudentFileError.Fault) -> TextFile {
        let units = stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2).map { index in
            let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
            return isLittleEndian ? second << 8 | first : first << 8 | second
        }
        if bytes.count.isMultiple(of: 2), let text = String(validating: units, as: UTF16.self) {
            return TextFile(text: text, encoding: .utf16)
        }
        let lines = units.split(separator: 0x0A, omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF16.self) == nil } ?? lines.count - 1
        throw StudentFileError.Fault("line \(line + 1) is not the UTF-16 that the file begins with")
    }

    /// Whether every second byte of the beginning is mostly zero, as in UTF-16 without a byte order mark; true for the
    /// second of each pair (little-endian), nil for neither.
    private static func zerosAreHighBytes(_ bytes: [UInt8]) -> Bool? {
        let pairs = min(bytes.count, 512) / 2
        guard pairs > 0 else { return nil }
        let second = (0..<pairs).count { bytes[$0 * 2 + 1] == 0 }
        let first = (0..<pairs).count { bytes[$0 * 2] == 0 }
        if second * 2 > pairs { return true }
        return first * 2 > pairs ? false : nil
    }

    /// The character of a byte in Windows-1252 (WHATWG, "Encoding", index windows-1252); nil for the five that have
    /// none.
    private static func windows1252(_ byte: UInt8) -> Unicode.Scalar? {
        guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(byte) }
        let characters: [UInt16] = [
            0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
            0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
            0x203A, 0x0153, 0, 0x017E, 0x0178,
        ]
        let character = characters[Int(byte - 0x80)]
        return character == 0 ? nil : Unicode.Scalar(character)
    }
}
