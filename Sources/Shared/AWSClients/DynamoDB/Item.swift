/// An item, a key, or a map within an item: values by names that are told apart by their bytes.
package struct Item: Sendable, Hashable {
    private var attributes: [ExactText: AttributeValue] = [:]

    /// No attributes.
    package init() {}

    /// Attributes by name; of two with the same name the later one stays.
    package init(_ attributes: some Sequence<(String, AttributeValue)>) {
        for (name, value) in attributes { self.attributes[ExactText(name)] = value }
    }

    /// The value of a name, nil where there is none.
    package subscript(name: String) -> AttributeValue? {
        get { attributes[ExactText(name)] }
        set { attributes[ExactText(name)] = newValue }
    }

    /// The attributes' names, in no order.
    package var names: [String] { attributes.keys.map(\.text) }

    /// The values, in no order.
    package var values: some Collection<AttributeValue> { attributes.values }

    /// How many attributes there are.
    package var count: Int { attributes.count }

    /// Whether there are none.
    package var isEmpty: Bool { attributes.isEmpty }

    /// Both items' attributes; where both have a name, `choose` takes one of the two values.
    package func merging(
        _ other: Item, choose: (AttributeValue, AttributeValue) -> AttributeValue
    ) -> Item {
        var merged = self
        merged.attributes.merge(other.attributes, uniquingKeysWith: choose)
        return merged
    }
}

extension Item: Sequence {
    /// The attributes with their names, in no order.
    package func makeIterator() -> AnyIterator<(key: String, value: AttributeValue)> {
        var rest = attributes.makeIterator()
        return AnyIterator { rest.next().map { ($0.key.text, $0.value) } }
    }
}

extension Item: ExpressibleByDictionaryLiteral {
    /// Attributes given literally.
    package init(dictionaryLiteral attributes: (String, AttributeValue)...) {
        self.init(attributes)
    }
}

extension Item: Codable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            return nil
        }
    }

    /// Reads DynamoDB's JSON.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Name.self)
        for name in container.allKeys {
            self[name.stringValue] = try container.decode(AttributeValue.self, forKey: name)
        }
    }

    /// Writes DynamoDB's JSON.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Name.self)
        for (name, value) in attributes { try container.encode(value, forKey: Name(stringValue: name.text)) }
    }
}
