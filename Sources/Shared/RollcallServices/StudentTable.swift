package import AWSClients
package import RollcallMessages

/// StudentDB: a DynamoDB table with the partition key `name` (S), `major` (S), `year` (S or N), `embeddings`, a list of
/// binary values of 512 bytes (128 little-endian float32 each), and `corrections`, a map of what was said of faces.
///
/// One more item, of the name `rollcall:gallery`, is nobody: its `version` counts the changes of faces, so that who
/// keeps them in memory sees that they changed without reading the table.
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
    package func student(named student: String) async throws(AWSError) -> Student? {
        let page = try await client.query(
            table: name,
            DynamoDBExpression(
                "#name = :name", names: ["#name": Student.Attribute.name], values: [":name": .string(student)]
            ),
            consistentRead: true)
        return page.items.first.flatMap(Student.init(item:))
    }

    /// Everybody, read page by page, in no order.
    package func students() async throws(AWSError) -> [Student] {
        var students: [Student] = []
        var page = try await firstPage()
        students += page.students
        while page.next != nil {
            page = try await self.page(after: page)
            students += page.students
        }
        return students
    }

    /// Some of the people, and where the others begin.
    package struct Page: Sendable {
        /// The people.
        package let students: [Student]
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
        guard let next = page.next else { return Page(students: [], next: nil) }
        return try await self.page(startingAt: next)
    }

    private func page(startingAt key: Item?) async throws(AWSError) -> Page {
        let page = try await client.scan(table: name, startKey: key)
        return Page(
            students: page.items.compactMap(Student.init(item:)).filter { $0.name != Self.galleryKey },
            next: page.lastEvaluatedKey)
    }

    /// Stores a person in place of the one of the same name, embeddings included.
    package func put(_ student: Student) async throws(AWSError) {
        try await client.putItem(table: name, item: student.item)
        try await noteChange()
    }

    /// Stores people's majors and years; what is nil, and the embeddings, stay as they are.
    package func importStudents(_ students: some Sequence<Student> & Sendable) async throws(AWSError) {
        for student in students {
            try await update(student.name, major: student.major, year: student.year)
        }
    }

    /// Adds embeddings to a person, or makes the person.
    ///
    /// - Parameters:
    ///   - embeddings: Unit vectors of 128 components, one for each photograph.
    ///   - student: The person's name.
    ///   - major: The major; nil leaves the stored one.
    ///   - year: The year; nil leaves the stored one.
    ///   - replacing: Forgets the earlier embeddings.
    /// - Returns: The person afterwards.
    @discardableResult
    package func append(
        _ embeddings: [[Float]], to student: String, major: String? = nil, year: String? = nil,
        replacing: Bool = false
    ) async throws(AWSError) -> Student {
        let student = try await update(
            student, major: major, year: year, embeddings: embeddings, replacing: replacing)
        try await noteChange()
        return student
    }

    /// Removes a person; nobody of that name is no error.
    package func remove(_ student: String) async throws(AWSError) {
        try await client.deleteItem(table: name, key: Self.key(student))
        try await noteChange()
    }

    @discardableResult
    private func update(
        _ student: String, major: String?, year: String?, embeddings: [[Float]] = [], replacing: Bool = false
    ) async throws(AWSError) -> Student {
        var assignments: [String] = []
        var names: [String: String] = [:]
        var values: Item = [:]
        for (attribute, value) in [(Student.Attribute.major, major), (Student.Attribute.year, year)] {
            guard let value else { continue }
            assignments.append("#\(attribute) = :\(attribute)")
            names["#\(attribute)"] = attribute
            values[":\(attribute)"] = .string(value)
        }
        if replacing || !embeddings.isEmpty {
            names["#embeddings"] = Student.Attribute.embeddings
            values[":embeddings"] = AttributeValue(embeddings: embeddings)
            if replacing {
                assignments.append("#embeddings = :embeddings")
            } else {
                // Two enrolments of one person at the same time both count.
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
            table: name, key: Self.key(student),
            update: DynamoDBExpression(
                "SET " + assignments.joined(separator: ", "), names: names, values: values))
        return Student(item: item) ?? Student(name: student)
    }

    static func key(_ student: String) -> Item {
        [Student.Attribute.name: .string(student)]
    }
}
