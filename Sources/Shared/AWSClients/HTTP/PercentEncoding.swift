/// Percent-encoding as Signature Version 4 demands it: every byte of the UTF-8 form but RFC 3986's unreserved
/// ones, in uppercase hexadecimal ("Create a signed AWS API request", IAM User Guide).
enum PercentEncoding {
    /// Encodes a name or value of a query, or one segment of a path.
    static func encode(_ text: String) -> String {
        encode(text, keepsSlashes: false)
    }

    /// Encodes a path of many segments.
    static func encodePath(_ path: String) -> String {
        encode(path, keepsSlashes: true)
    }

    private static func encode(_ text: String, keepsSlashes: Bool) -> String {
        var text = text
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: 3 * bytes.count) { encoded in
                let digits: StaticString = "0123456789ABCDEF"
                var end = 0
                for byte in bytes {
                    if isUnreserved(byte) || (keepsSlashes && byte == UInt8(ascii: "/")) {
                        encoded[end] = byte
                        end += 1
                    } else {
                        encoded[end] = UInt8(ascii: "%")
                        encoded[end + 1] = digits.utf8Start[Int(byte >> 4)]
                        encoded[end + 2] = digits.utf8Start[Int(byte & 15)]
                        end += 3
                    }
                }
                return end
            }
        }
    }

    /// Decodes `%XX`, and `+` as a space where a form says so. What is no valid escape stays as it is.
    static func decode(_ text: String, plusIsSpace: Bool = false) -> String {
        var decoded: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let high = rest.first.flatMap(hexValue),
                let low = rest.dropFirst().first.flatMap(hexValue)
            {
                decoded.append(high << 4 | low)
                rest.removeFirst(2)
            } else {
                decoded.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"):
            true
        default: false
        }
    }

    private static func hexValue(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
