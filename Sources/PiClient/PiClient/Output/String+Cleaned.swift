extension Unicode.Scalar {
    /// Whether a terminal or a page only draws it: it is no control (C0, DEL, C1), no line or paragraph separator, no
    /// bidirectional or other format control, and nothing that is invisible (Unicode Standard Annex 44: general
    /// categories Cc, Cf, Zl and Zp, and Default_Ignorable_Code_Point).
    var isOnlyDrawn: Bool {
        if (0x20..<0x7f).contains(value) { return true }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: return false
        default: return !properties.isDefaultIgnorableCodePoint
        }
    }
}

extension String {
    /// Longer text from outside is cut off: it would push everything else off the screen.
    private static let maximumShown = 4000

    /// Text from outside as it may stand in a line that is shown. What a terminal would obey and what would end the
    /// line becomes U+FFFD; what is invisible, such as bidirectional controls, is left out; passwords are masked.
    var cleaned: String {
        var result = String.UnicodeScalarView()
        for (index, scalar) in masked.unicodeScalars.enumerated() {
            if index == Self.maximumShown { return String(result) + "…" }
            if scalar.isOnlyDrawn {
                result.append(scalar)
            } else if !scalar.properties.isDefaultIgnorableCodePoint {
                result.append("\u{fffd}")
            }
        }
        return String(result)
    }

    /// JSON text with everything that is not only drawn as `\uXXXX` (RFC 8259, section 7), so that it says the same to
    /// a program and does nothing to a terminal. Line feeds and tabs stay: they are JSON's white space.
    var escapedJSON: String {
        var result = ""
        for scalar in unicodeScalars {
            if scalar.isOnlyDrawn || scalar == "\n" || scalar == "\t" {
                result.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return result
    }
}
