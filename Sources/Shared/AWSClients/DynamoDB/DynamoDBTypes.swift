/// A condition, with the placeholders it uses ("Expressions", Amazon DynamoDB Developer Guide).
public struct DynamoDBExpression: Sendable, Hashable, ExpressibleByStringLiteral {
    /// The expression, for example `#n = :n`.
    public var text: String
    /// What the `#` placeholders stand for.
    public var names: [String: String]
    /// What the `:` placeholders stand for.
    public var values: Item

    /// An expression and its placeholders.
    public init(_ text: String, names: [String: String] = [:], values: Item = [:]) {
        self.text = text
        self.names = names
        self.values = values
    }

    /// An expression without placeholders.
    public init(stringLiteral text: String) {
        self.init(text)
    }
}

/// One page of a query or a scan, at most 1 MB of items.
public struct DynamoDBPage: Sendable, Hashable {
    /// The items.
    public let items: [Item]
    /// What to ask the next page with; nil on the last page.
    public let lastEvaluatedKey: Item?
}

/// A key attribute of a table.
public struct DynamoDBKey: Sendable, Hashable {
    /// The types a key may have.
    public enum KeyType: String, Sendable, Hashable {
        /// Text.
        case string = "S"
        /// A number.
        case number = "N"
        /// Bytes.
        case binary = "B"
    }

    /// The attribute's name.
    public var name: String
    /// The attribute's type.
    public var type: KeyType

    /// A key attribute, text if not said otherwise.
    public init(_ name: String, _ type: KeyType = .string) {
        self.name = name
        self.type = type
    }
}

/// What DynamoDB says about a table.
public struct DynamoDBTableDescription: Sendable, Hashable {
    /// The table's name.
    public let name: String
    /// `CREATING`, `ACTIVE`, `UPDATING`, `DELETING`, ….
    public let status: String
    /// How many items there are, as of up to six hours ago.
    public let itemCount: Int
    /// The names of the partition key and, where there is one, the sort key.
    public let keyNames: [String]
}
