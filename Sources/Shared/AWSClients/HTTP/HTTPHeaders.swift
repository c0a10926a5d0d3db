/// Header fields in the order that they are sent or came in.
///
/// swift-http-types has such a type; its handling of cookies links the whole of Swift's regular expressions into a
/// static program, a tenth of a function's image.
struct HTTPHeaders: Sendable {
    private(set) var fields: [(name: String, value: String)] = []

    /// The value of the first field of this name; case makes no difference (RFC 9110, section 5.1).
    subscript(name: String) -> String? {
        fields.first { Self.areEqual($0.name, name) }?.value
    }

    /// Adds a field. White space around the value is not part of it; a line's end or NUL within it becomes a space,
    /// so that no value can start another field (RFC 9110, section 5.5).
    mutating func append(_ name: String, _ value: some StringProtocol) {
        var bytes = value.utf8.map { [0, 10, 13].contains($0) ? UInt8(ascii: " ") : $0 }[...]
        while let first = bytes.first, Self.isBlank(first) { bytes.removeFirst() }
        while let last = bytes.last, Self.isBlank(last) { bytes.removeLast() }
        fields.append((name, String(decoding: bytes, as: UTF8.self)))
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
    }

    private static func areEqual(_ first: String, _ second: String) -> Bool {
        first.utf8.count == second.utf8.count
            && zip(first.utf8, second.utf8).allSatisfy { lowercase($0) == lowercase($1) }
    }

    private static func lowercase(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
