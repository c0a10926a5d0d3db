// JSON written straight into bytes (RFC 8259). Reading JSON is the handlers' business.
extension [UInt8] {
    mutating func append(text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends `string` in quotes, escaped.
    mutating func append(jsonString string: String) {
        append(UInt8(ascii: "\""))
        for byte in string.utf8 { append(jsonByte: byte) }
        append(UInt8(ascii: "\""))
    }

    /// Appends `string` in quotes, escaped so that only ASCII is left.
    mutating func append(asciiJSONString string: String) {
        append(UInt8(ascii: "\""))
        for unit in string.utf16 {
            if let byte = UInt8(exactly: unit), byte < 0x80 {
                append(jsonByte: byte)
            } else {
                append(text: #"\u"#)
                for shift in [12, 8, 4, 0] { append(hexDigit: UInt8(unit >> shift & 0xF)) }
            }
        }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(jsonByte byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append(text: #"\""#)
        case UInt8(ascii: "\\"): append(text: #"\\"#)
        case UInt8(ascii: "\n"): append(text: #"\n"#)
        case UInt8(ascii: "\r"): append(text: #"\r"#)
        case UInt8(ascii: "\t"): append(text: #"\t"#)
        case 0..<0x20, 0x7F:
            append(text: #"\u00"#)
            append(hexDigit: byte >> 4)
            append(hexDigit: byte & 0xF)
        default: append(byte)
        }
    }

    private mutating func append(hexDigit digit: UInt8) {
        append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
}
