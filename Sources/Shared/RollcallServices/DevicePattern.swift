/// A text in which `{device}` stands for a device: a queue's URL, a function's name.
struct DevicePattern: Hashable, Sendable {
    private static let placeholder = "{device}"

    /// What stands around the placeholders.
    private let parts: [Substring]

    init(_ text: String) {
        // The standard library's search for a text links all of its regular expressions into a static program.
        var parts: [Substring] = []
        var rest = text[...]
        while let start = rest.indices.first(where: { rest[$0...].hasPrefix(Self.placeholder) }) {
            parts.append(rest[..<start])
            rest = rest[start...].dropFirst(Self.placeholder.count)
        }
        self.parts = parts + [rest]
    }

    /// Whether it has a place for a device.
    var isPerDevice: Bool { parts.count > 1 }

    /// What stands before the first place for a device.
    var prefix: Substring { parts.first ?? "" }

    /// The text with a name in each place.
    func text(with name: String) -> String { parts.joined(separator: name) }
}

extension String {
    /// A name as a part of one that takes letters, digits, `-` and `_` alone, such as a queue's or an MQTT topic's:
    /// every other byte, `_` too, becomes `_` and two hexadecimal digits, so that no two names become one.
    package var namePart: String {
        utf8.reduce(into: "") { name, byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                name += byte.escapedInName
            }
        }
    }
}

extension UInt8 {
    /// `_` and two hexadecimal digits.
    var escapedInName: String {
        let digits = String(self, radix: 16, uppercase: true)
        return (digits.count < 2 ? "_0" : "_") + digits
    }
}
