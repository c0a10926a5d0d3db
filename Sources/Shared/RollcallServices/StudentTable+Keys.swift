package import AWSClients
package import RollcallMessages

/// Rows that earlier versions, or other programs, stored under another spelling of a name.
///
/// One with its letters decomposed, as Apple's file systems spell names, is read and written in its place; any other is
/// found where the whole table is read. `rename` and `remove` make one row of them, or none.
extension StudentTable {
    /// The keys of all rows whose keys spell a name.
    package func keys(spelling student: PersonName) async throws(AWSError) -> [String] {
        var keys: [String] = []
        var start: Item?
        repeat {
            let page = try await client.scan(table: name, startKey: start)
            keys += page.items.compactMap { $0[Student.Attribute.name]?.string }
                .filter { (try? PersonName($0)) == student }
            start = page.lastEvaluatedKey
        } while start != nil
        return keys
    }

    /// Removes a person, in all spellings of the name.
    ///
    /// - Returns: Whether there was one.
    @discardableResult
    package func remove(_ student: PersonName) async throws(AWSError) -> Bool {
        try await removeRows(try await keys(spelling: student))
    }

    /// Removes the row of a key that spells no name, byte by byte as it is stored.
    ///
    /// - Returns: Whether there was one.
    package func remove(key: String) async throws(AWSError) -> Bool {
        guard key != Self.galleryKey, try await item(key) != nil else { return false }
        return try await removeRows([key])
    }

    private func removeRows(_ keys: [String]) async throws(AWSError) -> Bool {
        for key in keys { try await client.deleteItem(table: name, key: Self.key(key)) }
        if !keys.isEmpty { try await noteChange() }
        return !keys.isEmpty
    }

    /// The row of a person: its key, and what it holds; nil if there is none.
    func row(of student: PersonName) async throws(AWSError) -> (key: String, item: Item?) {
        for key in [student.text, student.decomposed] {
            if let item = try await item(key) { return (key, item) }
            if Self.isSameText(student.text, student.decomposed) { break }
        }
        return (student.text, nil)
    }

    func item(_ key: String) async throws(AWSError) -> Item? {
        try await client.query(
            table: name,
            DynamoDBExpression(
                "#name = :name", names: ["#name": Student.Attribute.name], values: [":name": .string(key)]),
            consistentRead: true
        ).items.first
    }

    static func isSpelledAsStored(_ key: String) -> Bool {
        guard let name = try? PersonName(key) else { return false }
        return isSameText(name.text, key)
    }

    /// Swift takes texts for equal that are spelled with other characters; DynamoDB compares bytes.
    static func isSameText(_ one: String, _ other: String) -> Bool { one.utf8.elementsEqual(other.utf8) }

    static func key(_ text: String) -> Item { [Student.Attribute.name: .string(text)] }
}
