/// Why a text cannot be a person's name, or another short text of a person.
package enum TextError: Error, Hashable, Sendable {
    /// There is nothing in it.
    case empty
    /// It has neither a letter nor a digit.
    case noLetter
    /// It has a character that does not show, or that changes how others show; its code point and its place, from 0.
    case character(UInt32, index: Int)
    /// It has more bytes of UTF-8 than are kept.
    case tooLong(bytes: Int, maximum: Int)
    /// They are more than are kept.
    case tooMany(count: Int, maximum: Int)
    /// It begins as the names of rows that are no person's.
    case reserved(prefix: String)
}

extension TextError: CustomStringConvertible {
    /// What is wrong with the text. The text itself is not in it: it may do harm where it is shown.
    package var description: String {
        switch self {
        case .empty:
            "it is empty"
        case .noLetter:
            "it has neither a letter nor a digit"
        case .character(0xFFFD, let index):
            "character \(index + 1) was lost when the text was read in a wrong encoding (U+FFFD)"
        case .character(let value, let index):
            "character \(index + 1) (\(Self.codePoint(value))) is \(Self.kind(value)); leave it out"
        case .tooLong(let bytes, let maximum):
            "it has \(bytes) bytes, and at most \(maximum) are kept"
        case .tooMany(let count, let maximum):
            "they are \(count), and at most \(maximum) are kept"
        case .reserved(let prefix):
            "what begins with \"\(prefix)\" is Rollcall's own"
        }
    }

    private static func codePoint(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }

    private static func kind(_ value: UInt32) -> String {
        switch Unicode.Scalar(value)?.properties.generalCategory {
        case .control where (0x0A...0x0D).contains(value) || value == 0x85: "a line end"
        case .control: "a control character"
        case .lineSeparator, .paragraphSeparator: "a line end"
        case .unassigned, .privateUse, nil: "none that every reader knows"
        case .nonspacingMark where !Self.isIgnorable(value), .spacingMark, .enclosingMark:
            "a mark without a letter"
        default: "one that does not show"
        }
    }

    private static func isIgnorable(_ value: UInt32) -> Bool {
        Unicode.Scalar(value)?.properties.isDefaultIgnorableCodePoint ?? false
    }
}
