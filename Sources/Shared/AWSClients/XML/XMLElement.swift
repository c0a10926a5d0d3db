/// An element of the XML that S3 answers with: text and children, no attributes.
struct XMLElement: Sendable, Hashable {
    let name: String
    var text = ""
    var children: [XMLElement] = []

    /// The first child of that name.
    subscript(name: String) -> XMLElement? {
        children.first { $0.name == name }
    }

    /// All children of that name.
    func all(_ name: String) -> [XMLElement] {
        children.filter { $0.name == name }
    }
}
