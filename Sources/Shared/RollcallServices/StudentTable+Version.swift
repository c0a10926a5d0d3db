package import AWSClients
internal import RollcallMessages

extension StudentTable {
    /// The key of the sentinel row that holds the table's version.
    static let galleryKey = PersonName.reservedPrefix + "gallery"
    private static let version = "version"

    /// How often people in the table were changed; 0 for never.
    ///
    /// Read before the people, it is at most the version of what is read: they hold every change up to it.
    package func version() async throws(AWSError) -> Int64 {
        try await item(Self.galleryKey)?[Self.version]?.number.flatMap { Int64($0) } ?? 0
    }

    /// Counts a change, after it was made.
    func noteChange() async throws(AWSError) {
        _ = try await client.updateItem(
            table: name, key: Self.key(Self.galleryKey),
            update: DynamoDBExpression(
                "ADD #version :one", names: ["#version": Self.version], values: [":one": .number("1")]))
    }
}
