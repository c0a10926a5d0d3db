/// A short text of one line that shows as what it is: a name, a major.
///
/// In Unicode's normalization form C, without spaces around it, with single spaces inside, and without what does not
/// show or changes how its neighbors show: control and format characters (those that turn the direction of writing
/// among them), line ends, fillers, and what is no character.
struct CleanText {
    let text: String

    /// - Throws: `TextError`, also for an empty text.
    init(_ text: String, maximumBytes: Int) throws(TextError) {
        // Before any work on it, since a text may be megabytes: no form has less than a third of another's bytes.
        guard text.utf8.count <= maximumBytes * 4 else {
            throw .tooLong(bytes: text.utf8.count, maximum: maximumBytes)
        }
        let words = text.unicodeScalars.split(whereSeparator: { $0.properties.isWhitespace && !$0.endsLine })
        let outer = Self.trimmingLineEnds(words)
        let clean = outer.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ").composed
        try Self.check(Array(clean.unicodeScalars))
        guard clean.utf8.count <= maximumBytes else {
            throw .tooLong(bytes: clean.utf8.count, maximum: maximumBytes)
        }
        self.text = clean
    }

    /// The words without the line ends around them all; those between stay and are refused.
    private static func trimmingLineEnds(
        _ words: [Substring.UnicodeScalarView]
    ) -> [Substring.UnicodeScalarView] {
        var words = words
        while let first = words.first {
            words[0] = first.drop(while: \.endsLine)
            guard words[0].isEmpty else { break }
            words.removeFirst()
        }
        while var last = words.popLast() {
            while last.last?.endsLine == true { last.removeLast() }
            guard last.isEmpty else {
                words.append(last)
                break
            }
        }
        return words
    }

    private static func check(_ scalars: [Unicode.Scalar]) throws(TextError) {
        for (index, scalar) in scalars.enumerated() where !scalar.shows {
            let joins =
                scalar.isJoiner && index > 0 && index + 1 < scalars.count
                && scalars[index - 1].mayBeJoined && scalars[index + 1].mayBeJoined
            let shapes = scalar.properties.isVariationSelector && index > 0 && scalars[index - 1].hasShapes
            guard joins || shapes else { throw .character(scalar.value, index: index) }
        }
        if let first = scalars.first, first.isMark { throw .character(first.value, index: 0) }
    }
}

extension Unicode.Scalar {
    /// Whether it begins a new line (Unicode Standard Annex #14: BK, CR, LF, NL).
    fileprivate var endsLine: Bool {
        switch value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    /// Whether it stands for something that is seen where it is written.
    fileprivate var shows: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
            return false
        default:
            // U+FFFD is what a decoder leaves of what it could not read, U+2800 a Braille pattern without a dot.
            return !properties.isDefaultIgnorableCodePoint && value != 0xFFFD && value != 0x2800
        }
    }

    fileprivate var isMark: Bool {
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }

    /// The zero-width joiner and non-joiner, which Persian and Indic spelling needs (RFC 5892, appendices A.1 and A.2).
    fileprivate var isJoiner: Bool { value == 0x200C || value == 0x200D }

    /// Whether a variation selector chooses its shape: ideographs, in Japanese names above all, Mongolian letters and
    /// emoji.
    fileprivate var hasShapes: Bool {
        properties.isIdeographic || (0x1800...0x18AF).contains(value) || value >= 0x80 && properties.isEmoji
    }

    /// Whether it is a letter or a mark of a script that is written with joiners: none before Arabic is.
    fileprivate var mayBeJoined: Bool {
        value >= 0x600 && (properties.isAlphabetic || isMark)
    }
}
