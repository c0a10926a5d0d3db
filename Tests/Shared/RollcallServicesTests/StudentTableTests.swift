import AWSClients
import RollcallMessages
import RollcallServices
import TestSupport
import Testing

@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct StudentTableTests {
    /// A table of its own on a server of its own.
    private func withTable(_ body: (StudentTable, DynamoDBClient) async throws -> Void) async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        let session = try AWSSession(configuration: AWSConfiguration(environment: server.clientEnvironment()))
        let client = DynamoDBClient(session: session)
        try await client.createTable("StudentDB", partitionKey: DynamoDBKey("name"))
        try await body(StudentTable(client: client), client)
        await session.shutdown()
    }

    private func embedding(_ first: Float) -> [Float] {
        [first] + (1..<128).map { Float($0) / 1000 }
    }

    @Test func keepsAPerson() async throws {
        try await withTable { table, client in
            let ada = Student(
                name: "Ada Lovelace", major: "Mathematics", year: "1843",
                embeddings: [embedding(-0.5), embedding(.leastNonzeroMagnitude)])
            try await table.put(ada)
            #expect(try await table.student(named: "Ada Lovelace") == ada)
            #expect(try await table.students() == [ada])
            #expect(try await table.student(named: "Bob") == nil)
            let item = try #require(
                try await client.scan(table: "StudentDB").items.first)
            guard case .list(let vectors) = item["embeddings"], case .binary(let bytes) = vectors.first else {
                Issue.record("not a list of binary values")
                return
            }
            #expect(bytes.count == 512)
            // -0.5 as a little-endian float32.
            #expect(Array(bytes.prefix(4)) == [0, 0, 0, 0xBF])
            try await table.remove("Ada Lovelace")
            try await table.remove("Ada Lovelace")
            #expect(try await table.students() == [])
        }
    }

    @Test func importingLeavesFacesAlone() async throws {
        try await withTable { table, _ in
            let enrolled = try await table.append([embedding(1)], to: "Ada", major: "Maths", year: "1")
            #expect(enrolled.embeddings == [embedding(1)])
            try await table.importStudents([Student(name: "Ada", year: "2"), Student(name: "Bob")])
            let ada = try #require(try await table.student(named: "Ada"))
            #expect(ada == Student(name: "Ada", major: "Maths", year: "2", embeddings: [embedding(1)]))
            #expect(try await table.student(named: "Bob") == Student(name: "Bob"))
        }
    }

    @Test func addsAndReplacesFaces() async throws {
        try await withTable { table, _ in
            try await table.append([embedding(1)], to: "Ada")
            let more = try await table.append([embedding(2), embedding(3)], to: "Ada", major: "Maths")
            #expect(more.embeddings == [embedding(1), embedding(2), embedding(3)])
            let fresh = try await table.append([embedding(4)], to: "Ada", replacing: true)
            #expect(fresh == Student(name: "Ada", major: "Maths", embeddings: [embedding(4)]))
        }
    }

    @Test func readsRowsThatOthersWrote() async throws {
        try await withTable { table, client in
            try await client.putItem(
                table: "StudentDB",
                item: [
                    "name": .string("Ada"), "year": .number("1843"), "major": .null,
                    "embeddings": .list([
                        .binary([1, 2]), .string("x"), .binary(Array(repeating: 0, count: 512)),
                    ]),
                ])
            let ada = try await table.student(named: "Ada")
            #expect(
                ada == Student(name: "Ada", year: "1843", embeddings: [Array(repeating: 0, count: 128)]))
        }
    }

    @Test func readsMoreThanOnePage() async throws {
        try await withTable { table, client in
            // A page ends at 1 MB.
            let rows = (0..<700).map { index in
                Student(
                    name: "Person \(index)", embeddings: Array(repeating: embedding(Float(index)), count: 3))
            }
            for student in rows {
                let vectors = student.embeddings.map { components in
                    AttributeValue.binary(
                        components.flatMap { value in
                            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
                        })
                }
                try await client.putItem(
                    table: "StudentDB",
                    item: ["name": .string(student.name), "embeddings": .list(vectors)])
            }
            #expect(try await client.scan(table: "StudentDB").lastEvaluatedKey != nil)
            let read = try await table.students()
            #expect(read.sorted { $0.name < $1.name } == rows.sorted { $0.name < $1.name })
        }
    }

    @Test func saysWhichTableIsMissing() async throws {
        try await withTable { _, client in
            await #expect {
                try await StudentTable(client: client, name: "Nowhere").students()
            } throws: { error in
                (error as? AWSError)?.isNotFound == true && "\(error)".contains("Nowhere")
            }
        }
    }
}
