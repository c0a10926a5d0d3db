/// Names of people and devices as ASCII, where other characters have a meaning or no place: MQTT topics, header values.
enum NameCode {
    /// Letters, digits and `-` stay; every other byte becomes `_` and two hexadecimal digits, so that two names never are
    /// one.
    static func encode(_ name: String) -> String {
        name.utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                text += (digits.count < 2 ? "_0" : "_") + digits
            }
        }
    }
}
