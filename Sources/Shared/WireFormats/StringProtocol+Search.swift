extension StringProtocol {
    /// Whether a text is somewhere in this one, byte for byte.
    ///
    /// `contains(_:)` of a text is the standard library's search by regular expressions, which is 1.2 MB of a static
    /// program.
    package func includes(_ text: some StringProtocol) -> Bool {
        var rest = utf8[...]
        while true {
            if rest.starts(with: text.utf8) { return true }
            if rest.isEmpty { return false }
            rest = rest.dropFirst()
        }
    }
}
