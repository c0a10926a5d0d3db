/// Why the page does not do what it was asked to, in words for the person.
package struct PageRefusal: Error, CustomStringConvertible {
    /// The words.
    package let description: String

    /// A refusal in these words.
    package init(_ description: String) { self.description = description }
}
