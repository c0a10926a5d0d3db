package import RollcallMessages

/// Names in tests are written as what they are; one that cannot be used ends the test.
extension PersonName: ExpressibleByStringLiteral {
    /// The name; it must be one.
    public init(stringLiteral text: String) {
        do {
            try self.init(text)
        } catch {
            fatalError("\(text): \(error)")
        }
    }
}
