/// Bytes as text (RFC 4648, section 4).
public enum Base64 {
    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The value of each byte that is of the alphabet, 64 for the padding, 255 for all others.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
        values[Int(UInt8(ascii: "="))] = 64
        return values
    }()

    /// The bytes as text, with padding.
    public static func encode(_ bytes: [UInt8]) -> String {
        alphabet.withUnsafeBufferPointer { alphabet in
            bytes.withUnsafeBufferPointer { encode($0, alphabet) }
        }
    }

    private static func encode(
        _ bytes: UnsafeBufferPointer<UInt8>, _ alphabet: UnsafeBufferPointer<UInt8>
    ) -> String {
        let length = (bytes.count + 2) / 3 * 4
        let whole = bytes.count / 3 * 3
        return String(unsafeUninitializedCapacity: length) { text in
            var position = 0
            func append(_ bits: Int, digits: Int) {
                for index in 0..<4 {
                    text[position + index] =
                        index < digits ? alphabet[bits >> (18 - 6 * index) & 63] : UInt8(ascii: "=")
                }
                position += 4
            }
            for start in stride(from: 0, to: whole, by: 3) {
                append(
                    Int(bytes[start]) << 16 | Int(bytes[start + 1]) << 8 | Int(bytes[start + 2]), digits: 4)
            }
            switch bytes.count - whole {
            case 1: append(Int(bytes[whole]) << 16, digits: 2)
            case 2: append(Int(bytes[whole]) << 16 | Int(bytes[whole + 1]) << 8, digits: 3)
            default: break
            }
            return length
        }
    }

    /// The bytes of a text; nil where its length or its padding is wrong, or where it has other characters than the
    /// alphabet's and, if these are ignored, those that end lines.
    ///
    /// - Parameter ignoringLineEnds: Whether lines may be broken, as in MIME (RFC 2045).
    public static func decode(_ text: String, ignoringLineEnds: Bool = false) -> [UInt8]? {
        var text = text
        return text.withUTF8 { text in
            values.withUnsafeBufferPointer { decode(text, $0, ignoringLineEnds) }
        }
    }

    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>, _ values: UnsafeBufferPointer<UInt8>, _ ignoringLineEnds: Bool
    ) -> [UInt8]? {
        var isValid = true
        let bytes = [UInt8](unsafeUninitializedCapacity: text.count / 4 * 3 + 2) { bytes, count in
            func append(_ bits: UInt32, bytes appended: Int) {
                for index in 0..<appended {
                    bytes[count + index] = UInt8(truncatingIfNeeded: bits >> UInt32(16 - 8 * index))
                }
                count += appended
            }
            var bits: UInt32 = 0
            var digits = 0
            var padding = 0
            var index = 0
            while index < text.count {
                // As long as nothing else comes, four digits at a time.
                if digits == 0, padding == 0, text.count - index >= 4 {
                    let (a, b) = (values[Int(text[index])], values[Int(text[index + 1])])
                    let (c, d) = (values[Int(text[index + 2])], values[Int(text[index + 3])])
                    if a | b | c | d < 64 {
                        append(
                            UInt32(a) << 18 | UInt32(b) << 12 | UInt32(c) << 6 | UInt32(d), bytes: 3)
                        index += 4
                        continue
                    }
                }
                let character = text[index]
                let value = values[Int(character)]
                index += 1
                if value < 64, padding == 0 {
                    bits = bits << 6 | UInt32(value)
                    digits += 1
                    if digits == 4 {
                        append(bits, bytes: 3)
                        (bits, digits) = (0, 0)
                    }
                } else if value == 64 {
                    padding += 1
                } else if !ignoringLineEnds || (character != 0x0A && character != 0x0D) {
                    isValid = false
                    return
                }
            }
            switch (digits, padding) {
            case (0, 0): break
            case (2, 2): append(bits << 12, bytes: 1)
            case (3, 1): append(bits << 6, bytes: 2)
            default: isValid = false
            }
        }
        return isValid ? bytes : nil
    }
}
