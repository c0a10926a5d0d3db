package import AWSClients
package import RollcallMessages

/// StudentDB: a DynamoDB table with the partition key `name` (S), `id`, `major` (S), `year` (S or N), `groups` (SS),
/// `embeddings`, a list of maps of `model` (S) and `vector` (B: 128 or 256 little-endian float32), and
/// `corrections`, a map of what was said of faces. All but the name may be missing.
///
/// One more item, of the name `rollcall:gallery`, which `PersonName` refuses, is a sentinel row: its `version` counts
/// the changes of people, so that who keeps them in memory sees that they changed without reading the table.
package struct StudentTable: Sendable {
    /// The table's name.
    package let name: String

    let client: DynamoDBClient

    /// The table of this name.
    package init(client: DynamoDBClient, name: String = "StudentDB") {
        self.client = client
        self.name = name
    }

    /// The person of a name as of now, or nil.
    package func student(named student: PersonName) async throws(AWSError) -> Student? {
        try await row(of: student).item.flatMap(Student.init(item:))
    }

    /// Everybody, read page by page, in no order.
    package func students() async throws(AWSError) -> [Student] { try await students(with: nil) }

    /// Everybody without faces and corrections, in no order: all that a viewer may read.
    package func studentsWithoutFaces() async throws(AWSError) -> [Student] {
        try await students(with: Student.Attribute.withoutFaces)
    }

    private func students(with attributes: [String]?) async throws(AWSError) -> [Student] {
        var students: [Student] = []
        var key: Item?
        repeat {
            let page = try await page(startingAt: key, attributes)
            students += page.students
            key = page.next
        } while key != nil
        return students
    }

    /// Some of the people, and where the others begin.
    package struct Page: Sendable {
        /// The people.
        package let students: [Student]
        /// The keys of rows whose key is not the name that it spells, or spells none.
        package let oddKeys: [String]
        let next: Item?
        /// Whether these are the last ones.
        package var isLast: Bool { next == nil }
    }

    /// The people of the first page of 1 MB ("Scan", Amazon DynamoDB API Reference).
    package func firstPage() async throws(AWSError) -> Page {
        try await page(startingAt: nil)
    }

    /// The people of the page after another; none after the last.
    package func page(after page: Page) async throws(AWSError) -> Page {
        guard let next = page.next else { return Page(students: [], oddKeys: [], next: nil) }
        return try await self.page(startingAt: next)
    }

    private func page(startingAt key: Item?, _ attributes: [String]? = nil) async throws(AWSError) -> Page {
        let page = try await client.scan(table: name, attributes: attributes, startKey: key)
        let keys = page.items.compactMap { $0[Student.Attribute.name]?.string }
        return Page(
            students: page.items.compactMap(Student.init(item:)),
            oddKeys: keys.filter { $0 != Self.galleryKey && !Self.isSpelledAsStored($0) },
            next: page.lastEvaluatedKey)
    }

    /// Stores a person in place of the one of the same name, embeddings included.
    package func put(_ student: Student) async throws(AWSError) {
        try await client.putItem(table: name, item: student.item)
        try await noteChange()
    }

    /// Stores what is known of people beside their faces; what is nil or empty, and the faces, stay as they are.
    package func importStudents(_ students: some Sequence<Student> & Sendable) async throws(AWSError) {
        for student in students { try await update(student) }
    }

    /// Adds embeddings to a person, or makes the person.
    ///
    /// - Parameters:
    ///   - embeddings: One for each photograph.
    ///   - student: The person, by name; what else is set of it is stored too.
    ///   - replacing: Forgets the earlier embeddings.
    /// - Returns: The person afterwards.
    @discardableResult
    package func append(
        _ embeddings: [StoredEmbedding], to student: Student, replacing: Bool = false
    ) async throws(AWSError) -> Student {
        let student = try await update(student, adding: embeddings, replacing: replacing)
        try await noteChange()
        return student
    }

    @discardableResult
    private func update(
        _ student: Student, adding embeddings: [StoredEmbedding] = [], replacing: Bool = false
    ) async throws(AWSError) -> Student {
        var assignments: [String] = []
        var names: [String: String] = [:]
        var values: Item = [:]
        for (attribute, value) in student.details {
            assignments.append("#\(attribute) = :\(attribute)")
            names["#\(attribute)"] = attribute
            values[":\(attribute)"] = value
        }
        if replacing || !embeddings.isEmpty {
            names["#embeddings"] = Student.Attribute.embeddings
            values[":embeddings"] = .list(embeddings.map(\.value))
            if replacing {
                assignments.append("#embeddings = :embeddings")
            } else {
                // Two enrollments of one person at the same time both count.
                assignments.append(
                    "#embeddings = list_append(if_not_exists(#embeddings, :none), :embeddings)")
                values[":none"] = .list([])
            }
        }
        if assignments.isEmpty {
            // DynamoDB has no update without an assignment; this one changes nothing that is there.
            names["#major"] = Student.Attribute.major
            assignments.append("#major = if_not_exists(#major, :unknown)")
            values[":unknown"] = .null
        }
        let item = try await client.updateItem(
            table: name, key: Self.key(try await row(of: student.name).key),
            update: DynamoDBExpression(
                "SET " + assignments.joined(separator: ", "), names: names, values: values))
        return Student(item: item) ?? student
    }
}
