import RollcallMessages

/// Text to be shown: what the source says stands as it is, and what is put into it is cleaned, because it may come from
/// outside. A name could otherwise move the cursor, or look like another line.
struct DisplayText: ExpressibleByStringInterpolation, Equatable, Sendable {
    let value: String

    init(stringLiteral value: String) {
        self.value = value
    }

    init(stringInterpolation: StringInterpolation) {
        value = stringInterpolation.value
    }

    /// Several lines, or none.
    init(lines: [DisplayText]) {
        value = lines.map(\.value).joined(separator: "\n")
    }

    /// One line of JSON.
    ///
    /// - Throws: what encoding the value throws.
    init(json value: some Encodable) throws {
        self.init(jsonText: String(decoding: try MessageCoding.encode(value), as: UTF8.self))
    }

    /// JSON that came from outside.
    init(jsonText: String) {
        value = jsonText.escapedJSON
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var value = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            value.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) {
            value += literal
        }

        mutating func appendInterpolation(_ text: DisplayText) {
            value += text.value
        }

        mutating func appendInterpolation(_ outside: some CustomStringConvertible) {
            value += outside.description.cleaned
        }

        mutating func appendInterpolation(_ error: any Error) {
            value += "\(error)".cleaned
        }
    }
}
