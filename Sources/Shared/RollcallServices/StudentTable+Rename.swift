package import AWSClients
package import RollcallMessages

extension StudentTable {
    /// What became of a renaming.
    package enum Renaming: Sendable {
        /// The person has the new name.
        case renamed
        /// There is nobody of the old name.
        case missing
        /// There is somebody of the new name.
        case taken
    }

    /// Gives a person another name, with all that is stored of the person. Rows that spell the old name in different
    /// ways become one, also where the new name is the old one.
    ///
    /// When this throws after the new row was written, both are there; remove the old one then.
    package func rename(_ old: PersonName, to new: PersonName) async throws(AWSError) -> Renaming {
        let keys = try await keys(spelling: old)
        guard !keys.isEmpty else { return .missing }
        var whole: Item = [:]
        // The row of the right spelling comes last, so that what it says counts.
        let other = keys.filter { !Self.isSameText($0, old.text) }
        for key in other + keys.filter({ Self.isSameText($0, old.text) }) {
            whole = Self.joined(whole, try await item(key) ?? [:])
        }
        whole[Student.Attribute.name] = .string(new.text)
        if old != new {
            guard try await self.keys(spelling: new).isEmpty else { return .taken }
        }
        do {
            let isOwn = keys.contains { Self.isSameText($0, new.text) }
            try await client.putItem(
                table: name, item: whole,
                condition: isOwn
                    ? nil
                    : DynamoDBExpression(
                        "attribute_not_exists(#name)", names: ["#name": Student.Attribute.name]))
        } catch {
            if error.isConditionFailed { return .taken }
            throw error
        }
        for key in keys where !Self.isSameText(key, new.text) {
            try await client.deleteItem(table: name, key: Self.key(key))
        }
        try await noteChange()
        return .renamed
    }

    /// Stores a person's id, major, year and groups as they are; what is nil or empty is removed. Without a row of that
    /// name nothing is stored.
    package func setDetails(of student: Student) async throws(AWSError) {
        let stored = [
            Student.Attribute.id, Student.Attribute.major, Student.Attribute.year, Student.Attribute.groups,
        ]
        let details = student.details
        let set = stored.filter { details[$0] != nil }.map { "#\($0) = :\($0)" }
        let remove = stored.filter { details[$0] == nil }.map { "#\($0)" }
        let clauses = [
            set.isEmpty ? nil : "SET " + set.joined(separator: ", "),
            remove.isEmpty ? nil : "REMOVE " + remove.joined(separator: ", "),
        ]
        _ = try await client.updateItem(
            table: name, key: Self.key(try await row(of: student.name).key),
            update: DynamoDBExpression(
                clauses.compactMap(\.self).joined(separator: " "),
                names: Dictionary(stored.map { ("#\($0)", $0) }) { $1 },
                values: Item(details.map { (":\($0.key)", $0.value) })),
            condition: DynamoDBExpression(
                "attribute_exists(#name)", names: ["#name": Student.Attribute.name]))
    }

    /// What the keys in S3 of galleries of this table begin with.
    package var snapshotFolder: String { "gallery/\(name)/" }

    /// The key in S3 of the gallery of a version, with the faces of a model.
    package func snapshotKey(version: Int64, model: String) -> String {
        "\(snapshotFolder)\(model)/\(version)"
    }

    /// Two rows as one: all faces and corrections, of everything else what the second says.
    private static func joined(_ one: Item, _ other: Item) -> Item {
        var whole = one.merging(other) { $1 }
        let (faces, corrections) = (Student.Attribute.embeddings, Student.Attribute.corrections)
        if let first = one[faces]?.list, let second = other[faces]?.list {
            whole[faces] = .list(Array((first + second).prefix(Student.maximumFaces)))
        }
        if let first = one[corrections]?.map, let second = other[corrections]?.map {
            whole[corrections] = .map(first.merging(second) { $1 })
        }
        return whole
    }
}
