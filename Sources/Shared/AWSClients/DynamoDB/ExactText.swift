/// Text that is equal to other text where its bytes are, as in DynamoDB. Swift's own strings are equal where they
/// look the same: "é" as one character and as "e" with an accent.
package struct ExactText: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The text.
    package let text: String

    /// Text, as it is.
    package init(_ text: String) {
        self.text = text
    }

    /// Text given literally.
    package init(stringLiteral text: String) {
        self.text = text
    }

    package static func == (first: ExactText, second: ExactText) -> Bool {
        first.text.utf8.elementsEqual(second.text.utf8)
    }

    package func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
