/// The alias by which a device invokes the Extractor: whoever may invoke `Extractor:lab` is the device `lab`.
///
/// It is the device's id, in which every byte that is no letter, digit or `-` is `_` and two hexadecimal digits, as in
/// the name of its queue; of an id of digits alone the first one is written so, too, since such an alias would be a
/// version. (AWS Lambda API Reference, "CreateAlias": letters, digits, `-` and `_`, 128 at most, not digits alone.)
package struct DeviceAlias: Hashable, Sendable {
    /// The alias's name.
    package let name: String
    /// The id of the device.
    package let device: String

    /// The most bytes of an alias's name.
    package static let maximumBytes = 128

    /// The alias of a device.
    package init(device: String) {
        self.device = device
        let part = device.namePart
        if let first = part.utf8.first, part.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            name = first.escapedInName + part.dropFirst()
        } else {
            name = part
        }
    }

    /// The alias of this name; nil if no device can have it.
    package init?(name: String) {
        var bytes: [UInt8] = []
        var rest = name.utf8[...]
        while let byte = rest.popFirst() {
            if byte != UInt8(ascii: "_") {
                bytes.append(byte)
            } else if let escaped = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                bytes.append(escaped)
                rest = rest.dropFirst(2)
            } else {
                return nil
            }
        }
        guard let device = String(validating: bytes, as: UTF8.self), !device.isEmpty else { return nil }
        self.init(device: device)
        // Every device has one spelling.
        guard self.name == name else { return nil }
    }

    /// A function's name or ARN in which `{device}` stands for the device's alias, such as `Extractor:{device}`.
    package static func function(_ text: String, of device: String) -> String {
        DevicePattern(text).text(with: DeviceAlias(device: device).name)
    }

    /// The function of such a text, without the part that is the device's.
    package static func function(withoutAlias text: String) -> String {
        let pattern = DevicePattern(text)
        guard pattern.isPerDevice else { return text }
        return String(pattern.prefix.last == ":" ? pattern.prefix.dropLast() : pattern.prefix)
    }
}
