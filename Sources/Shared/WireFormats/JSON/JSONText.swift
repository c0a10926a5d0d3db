// JSON's ways to write values.
extension JSONOutput {
    /// Appends a string with quotation marks.
    package mutating func append(jsonString string: String) {
        var string = string
        string.withUTF8 { text in
            let end = text.endOfPlainText(from: 0)
            if end == text.count { append(quoted: text) } else { append(escaping: text) }
        }
    }

    /// Appends a string with quotation marks, escaped so that nothing is left but printable ASCII.
    package mutating func append(asciiJSONString string: String) {
        append(UInt8(ascii: "\""))
        for unit in string.utf16 {
            switch unit {
            case 0x22, 0x5C, 0..<0x20: append(escaped: UInt8(truncatingIfNeeded: unit))
            case 0x20..<0x7F: append(UInt8(truncatingIfNeeded: unit))
            default:
                append(text: #"\u"#)
                for shift in [12, 8, 4, 0] { append(hexadecimalDigit: UInt8(unit >> shift & 0xF)) }
            }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
        append(UInt8(ascii: "\""))
        var position = 0
        while position < text.count {
            let end = text.endOfPlainText(from: position)
            append(contentsOf: UnsafeBufferPointer(rebasing: text[position..<end]))
            guard end < text.count else { break }
            // Strings are well formed UTF-8: what is not ASCII is copied.
            if text[end] >= 0x80 { append(text[end]) } else { append(escaped: text[end]) }
            position = end + 1
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped byte: UInt8) {
        append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        default:
            append(text: byte < 0x10 ? "u000" : "u001")
            append(hexadecimalDigit: byte & 0x0F)
        }
    }

    private mutating func append(hexadecimalDigit digit: UInt8) {
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }

    package mutating func append(decimal value: some FixedWidthInteger) {
        guard let magnitude = UInt64(exactly: value.magnitude) else { return append(text: String(value)) }
        if value < 0 { append(UInt8(ascii: "-")) }
        // The last digit comes first: they are made from the end of a buffer.
        var digits = InlineArray<20, UInt8>(repeating: 0)
        var first = 20
        var rest = magnitude
        repeat {
            first -= 1
            digits[first] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        } while rest > 0
        for index in first..<20 { append(digits[index]) }
    }
}
