/// The URL of the result queue, or of each device's: a URL whose last part holds `{device}`, such as
/// `https://sqs.eu-west-1.amazonaws.com/123456789012/rollcall-results-{device}`.
///
/// Devices that poll one queue take each other's results and must put them back, so that each waits for the others.
/// With a queue of its own a device gets its results alone and at once.
package struct QueueAddress: Hashable, Sendable {
    private static let placeholder = "{device}"

    /// The URL as it is set.
    package let text: String

    /// What stands around the placeholders.
    private let parts: [Substring]

    /// The address that is set.
    package init(_ text: String) {
        self.text = text
        // The standard library's search for a text links all of its regular expressions into a static program.
        var parts: [Substring] = []
        var rest = text[...]
        while let start = rest.indices.first(where: { rest[$0...].hasPrefix(Self.placeholder) }) {
            parts.append(rest[..<start])
            rest = rest[start...].dropFirst(Self.placeholder.count)
        }
        self.parts = parts + [rest]
    }

    /// Whether each device has a queue of its own.
    package var isPerDevice: Bool { parts.count > 1 }

    /// The URL of a device's queue.
    ///
    /// Queue names take letters, digits, `-` and `_`, 80 at most (AWS: "Amazon SQS message quotas"). Every other byte
    /// of a device's id, `_` too, becomes `_` and two hexadecimal digits, so that no two devices share a queue. A
    /// clip without a device goes to the device `_`.
    package func url(of device: String?) -> String {
        parts.joined(separator: device.map(Self.name) ?? "_")
    }

    /// The name of the queue of this URL: its last part.
    package static func queueName(ofURL url: String) -> String {
        url.split(separator: "/").last.map(String.init) ?? url
    }

    private static func name(_ device: String) -> String {
        device.utf8.reduce(into: "") { name, byte in
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"):
                name.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                name += (digits.count < 2 ? "_0" : "_") + digits
            }
        }
    }
}
