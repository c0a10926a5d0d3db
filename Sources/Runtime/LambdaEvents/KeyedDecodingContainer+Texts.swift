internal import WireFormats

extension KeyedDecodingContainer {
    /// The fields of an object of texts; empty where it is absent or null. Numbers and booleans are taken as they are
    /// written, and what is no text at all is left out: one odd header must not cost the whole event.
    func texts(_ key: Key) throws -> [String: String] {
        try textsIfPresent(key) ?? [:]
    }

    /// The same; nil where it is absent or null.
    func textsIfPresent(_ key: Key) throws -> [String: String]? {
        // Nearly always there is nothing odd, and then this takes a third of the time.
        if let texts = try? decodeIfPresent([String: String].self, forKey: key) { return texts }
        return try decodeIfPresent([String: JSONValue].self, forKey: key)?.compactMapValues(\.text)
    }

    /// The fields of an object of lists of texts; empty where it is absent or null.
    func textLists(_ key: Key) throws -> [String: [String]] {
        if let lists = try? decodeIfPresent([String: [String]].self, forKey: key) { return lists }
        let values = try decodeIfPresent([String: JSONValue].self, forKey: key) ?? [:]
        return values.compactMapValues { value in
            value.array?.compactMap(\.text) ?? value.text.map { [$0] }
        }
    }
}
