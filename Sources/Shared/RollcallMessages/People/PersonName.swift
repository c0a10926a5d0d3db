/// The name of a person, in the one spelling in which it is stored, compared and shown.
///
/// In Unicode's normalization form C (Unicode Standard Annex #15), without spaces around it, with single spaces inside,
/// of 1 to 512 bytes of UTF-8, and of characters that show. Two spellings that look the same are one name.
package struct PersonName: Hashable, Sendable {
    /// The most bytes of UTF-8: with a device's id in front it fits a sort key of 1024 bytes ("Quotas in Amazon
    /// DynamoDB", Amazon DynamoDB Developer Guide).
    package static let maximumBytes = 512

    /// What names of rows begin with that are no person's.
    package static let reservedPrefix = "rollcall:"

    /// The name.
    package let text: String

    /// The name that a text spells.
    ///
    /// - Throws: `TextError` if it spells none.
    package init(_ text: String) throws(TextError) {
        let clean = try CleanText(text, maximumBytes: Self.maximumBytes).text
        guard clean.unicodeScalars.contains(where: \.isLetterOrDigit) else {
            throw clean.isEmpty ? .empty : .noLetter
        }
        guard !clean.lowercased().hasPrefix(Self.reservedPrefix) else {
            throw .reserved(prefix: Self.reservedPrefix)
        }
        self.text = clean
    }

    /// The name with its letters decomposed (normalization form D), as file systems of Apple spell it.
    package var decomposed: String { text.decomposed }
}

extension PersonName: CustomStringConvertible {
    /// The name.
    package var description: String { text }
}

extension PersonName: Comparable {
    /// By Unicode scalars.
    package static func < (one: Self, other: Self) -> Bool { one.text < other.text }
}

extension PersonName: Codable {
    /// Reads a string.
    ///
    /// - Throws: `DecodingError.dataCorrupted` with the reason if it is no name.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        do throws(TextError) {
            try self.init(text)
        } catch {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
        }
    }

    /// Writes a string.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension Unicode.Scalar {
    fileprivate var isLetterOrDigit: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            true
        default:
            false
        }
    }
}
