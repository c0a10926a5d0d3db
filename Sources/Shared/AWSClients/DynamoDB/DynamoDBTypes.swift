/// A condition, with the placeholders it uses ("Expressions", Amazon DynamoDB Developer Guide).
package struct DynamoDBExpression: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The expression, for example `#n = :n`.
    package var text: String
    /// What the `#` placeholders stand for.
    package var names: [String: String]
    /// What the `:` placeholders stand for.
    package var values: Item

    /// An expression and its placeholders.
    package init(_ text: String, names: [String: String] = [:], values: Item = [:]) {
        self.text = text
        self.names = names
        self.values = values
    }

    /// A list of attributes, by placeholders, since many a name is a reserved word.
    init(projecting attributes: [String]) {
        let places = attributes.indices.map { "#p\($0)" }
        self.init(
            places.joined(separator: ", "),
            names: Dictionary(zip(places, attributes)) { first, _ in first })
    }

    /// An expression without placeholders.
    package init(stringLiteral text: String) {
        self.init(text)
    }
}

/// One page of a query or a scan, at most 1 MB of items.
package struct DynamoDBPage: Sendable, Hashable {
    /// The items.
    package let items: [Item]
    /// What to ask the next page with; nil on the last page.
    package let lastEvaluatedKey: Item?
}

/// A key attribute of a table.
package struct DynamoDBKey: Sendable, Hashable {
    /// The types a key may have.
    package enum KeyType: String, Sendable, Hashable {
        /// Text.
        case string = "S"
        /// A number.
        case number = "N"
        /// Bytes.
        case binary = "B"
    }

    /// The attribute's name.
    package var name: String
    /// The attribute's type.
    package var type: KeyType

    /// A key attribute, text if not said otherwise.
    package init(_ name: String, _ type: KeyType = .string) {
        self.name = name
        self.type = type
    }
}

/// What DynamoDB says about a table.
package struct DynamoDBTableDescription: Sendable, Hashable {
    /// The table's name.
    package let name: String
    /// `CREATING`, `ACTIVE`, `UPDATING`, `DELETING`, ….
    package let status: String
    /// How many items there are, as of up to six hours ago.
    package let itemCount: Int
    /// The names of the partition key and, where there is one, the sort key.
    package let keyNames: [String]
}
