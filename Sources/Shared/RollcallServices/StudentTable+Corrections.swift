package import AWSClients
package import RollcallMessages

extension StudentTable {
    /// Stores what was said of a face; said again, it changes nothing, and the opposite takes its place.
    ///
    /// - Returns: The person afterwards; nil if there is nobody of that name.
    package func store(_ correction: Correction, of student: PersonName) async throws(AWSError) -> Student? {
        guard
            try await changeCorrections(
                of: student, "SET #corrections = if_not_exists(#corrections, :none)",
                values: [":none": .map([:])]) != nil
        else { return nil }
        let item = try await changeCorrections(
            of: student, "SET #corrections.#id = :correction", names: ["#id": correction.id],
            values: [":correction": correction.value])
        try await noteChange()
        return item.flatMap(Student.init(item:))
    }

    /// Forgets what was said of a face; what is not stored is no error.
    ///
    /// - Parameter id: See `Correction.id`.
    package func forgetCorrection(_ id: String, of student: PersonName) async throws(AWSError) {
        guard let person = try await self.student(named: student),
            person.corrections.contains(where: { $0.id == id })
        else { return }
        _ = try await changeCorrections(of: student, "REMOVE #corrections.#id", names: ["#id": id])
        try await noteChange()
    }

    /// Changes a person who is in the table, and returns the item afterwards; nil for nobody.
    private func changeCorrections(
        of student: PersonName, _ update: String, names: [String: String] = [:], values: Item = [:]
    ) async throws(AWSError) -> Item? {
        do {
            return try await client.updateItem(
                table: name, key: Self.key(try await row(of: student).key),
                update: DynamoDBExpression(
                    update, names: names.merging(["#corrections": Student.Attribute.corrections]) { $1 },
                    values: values),
                condition: DynamoDBExpression(
                    "attribute_exists(#name)", names: ["#name": Student.Attribute.name]))
        } catch {
            if error.isConditionFailed { return nil }
            throw error
        }
    }
}
