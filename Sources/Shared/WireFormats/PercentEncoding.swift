/// Text of a URL (RFC 3986, section 2.1).
package enum PercentEncoding {
    /// Encodes a name or value of a query, or one segment of a path: every byte of the UTF-8 form but RFC 3986's
    /// unreserved ones, in uppercase hexadecimal, as Signature Version 4 demands it ("Create a signed AWS API
    /// request", IAM User Guide).
    package static func encode(_ text: String) -> String {
        encode(text, keeping: isUnreserved)
    }

    /// Encodes a path of many segments.
    package static func encodePath(_ path: String) -> String {
        encode(path) { isUnreserved($0) || $0 == UInt8(ascii: "/") }
    }

    /// Encodes every byte of the UTF-8 form that is not to be kept.
    package static func encode(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        var text = text
        return text.withUTF8 { bytes in
            String(unsafeUninitializedCapacity: 3 * bytes.count) { encoded in
                let digits: StaticString = "0123456789ABCDEF"
                var end = 0
                for byte in bytes {
                    if isKept(byte) {
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

    /// The text itself; nil where an escape is cut off or none, or the bytes are not UTF-8.
    ///
    /// - Parameter plusIsSpace: Whether `+` is a space, as in forms, queries and S3's keys
    ///   (`application/x-www-form-urlencoded`: WHATWG URL Standard, section 5).
    package static func decode(_ text: String, plusIsSpace: Bool = false) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") }) else {
            return text
        }
        let (bytes, isValid) = Self.bytes(of: text, plusIsSpace: plusIsSpace)
        return isValid ? String(validating: bytes, as: UTF8.self) : nil
    }

    /// The text itself. What is no valid escape stays as it is, and what is not UTF-8 becomes U+FFFD.
    package static func decodeLeniently(_ text: String, plusIsSpace: Bool = false) -> String {
        String(decoding: Self.bytes(of: text, plusIsSpace: plusIsSpace).bytes, as: UTF8.self)
    }

    /// The bytes that a text stands for, and whether all its escapes are valid. One that is not stays as it is.
    private static func bytes(of text: String, plusIsSpace: Bool) -> (bytes: [UInt8], isValid: Bool) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var isValid = true
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%") {
                if let high = rest.first.flatMap(value), let low = rest.dropFirst().first.flatMap(value) {
                    bytes.append(high << 4 | low)
                    rest = rest.dropFirst(2)
                    continue
                }
                isValid = false
            }
            bytes.append(plusIsSpace && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
        }
        return (bytes, isValid)
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

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
