import AWSClients
import Foundation
import LambdaLoopback
import RollcallMessages
import RollcallServices
import Synchronization
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

    private func embedding(_ first: Float, model: String = "A network") -> StoredEmbedding {
        StoredEmbedding([first] + (1..<128).map { Float($0) / 1000 }, model: model)
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
                try await client.scan(table: "StudentDB").items.first { $0["major"] != nil })
            guard case .list(let faces) = item["embeddings"], let face = faces.first?.map,
                case .binary(let bytes) = face["vector"]
            else {
                Issue.record("not a list of maps with a binary value")
                return
            }
            #expect(face["model"] == .string("A network"))
            #expect(bytes.count == 512)
            // -0.5 as a little-endian float32.
            #expect(Array(bytes.prefix(4)) == [0, 0, 0, 0xBF])
            try await table.remove("Ada Lovelace")
            try await table.remove("Ada Lovelace")
            #expect(try await table.students() == [])
        }
    }

    /// The viewer's policy allows these attributes alone, and only where the request names them.
    @Test func whatAViewerReadsHasNoFaces() async throws {
        try await withTable { table, _ in
            let ada = Student(name: "Ada", id: "1", major: "Maths", year: "2", groups: ["a"])
            try await table.importStudents([ada])
            try await table.append([embedding(1)], to: Student(name: "Ada"))
            #expect(try await table.studentsWithoutFaces() == [ada])
        }
        let policy = try Data(contentsOf: Repository.root.appending(path: "deploy/policies/viewer.json"))
        let document = try #require(try JSONSerialization.jsonObject(with: policy) as? [String: Any])
        let statements = try #require(document["Statement"] as? [[String: Any]])
        let scan = try #require(statements.first { $0["Action"] as? String == "dynamodb:Scan" })
        let conditions = try #require(scan["Condition"] as? [String: [String: Any]])
        let allowed = try #require(
            conditions["ForAllValues:StringEquals"]?["dynamodb:Attributes"] as? [String])
        let bodies = Mutex<[[UInt8]]>([])
        let server = try LoopbackServer(awaiting: { request in
            bodies.withLock { $0.append(request.body) }
            return HTTPAnswer(200, json: Array(#"{"Items":[]}"#.utf8))
        })
        defer { server.stop() }
        let session = try AWSSession(
            configuration: AWSConfiguration(environment: [
                "AWS_ENDPOINT_URL": "http://127.0.0.1:\(server.port)", "AWS_REGION": "us-east-1",
                "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s",
            ]))
        _ = try await StudentTable(client: DynamoDBClient(session: session)).studentsWithoutFaces()
        await session.shutdown()
        let body = try #require(bodies.withLock { $0.first })
        let request = try #require(try JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        #expect(request["Select"] as? String == conditions["StringEquals"]?["dynamodb:Select"] as? String)
        let names = try #require(request["ExpressionAttributeNames"] as? [String: String])
        #expect(!names.isEmpty && Set(names.values).isSubset(of: allowed))
        #expect(
            Set((request["ProjectionExpression"] as? String ?? "").components(separatedBy: ", "))
                == Set(names.keys))
    }

    @Test func importingLeavesFacesAlone() async throws {
        try await withTable { table, _ in
            let enrolled = try await table.append(
                [embedding(1)], to: Student(name: "Ada", major: "Maths", year: "1"))
            #expect(enrolled.embeddings == [embedding(1)])
            try await table.importStudents([Student(name: "Ada", year: "2"), Student(name: "Bob")])
            let ada = try #require(try await table.student(named: "Ada"))
            #expect(ada == Student(name: "Ada", major: "Maths", year: "2", embeddings: [embedding(1)]))
            #expect(try await table.student(named: "Bob") == Student(name: "Bob"))
        }
    }

    @Test func addsAndReplacesFaces() async throws {
        try await withTable { table, _ in
            try await table.append([embedding(1)], to: Student(name: "Ada"))
            let more = try await table.append(
                [embedding(2), embedding(3)], to: Student(name: "Ada", major: "Maths"))
            #expect(more.embeddings == [embedding(1), embedding(2), embedding(3)])
            let fresh = try await table.append([embedding(4)], to: Student(name: "Ada"), replacing: true)
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
                ada
                    == Student(
                        name: "Ada", year: "1843",
                        // Stored when there was one network, without its name.
                        embeddings: [
                            StoredEmbedding(
                                Array(repeating: 0, count: 128),
                                model: "dlib_face_recognition_resnet_model_v1")
                        ]))
        }
    }

    @Test func readsMoreThanOnePage() async throws {
        try await withTable { table, client in
            // A page ends at 1 MB.
            let rows = try (0..<700).map { index in
                Student(
                    name: try PersonName("Person \(index)"),
                    embeddings: Array(
                        repeating: embedding(Float(index), model: StoredEmbedding.firstModel), count: 3))
            }
            for student in rows {
                let vectors = student.embeddings.map { embedding in
                    AttributeValue.binary(
                        embedding.components.flatMap { value in
                            (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
                        })
                }
                try await client.putItem(
                    table: "StudentDB",
                    item: ["name": .string(student.name.text), "embeddings": .list(vectors)])
            }
            #expect(try await client.scan(table: "StudentDB").lastEvaluatedKey != nil)
            let read = try await table.students()
            #expect(read.sorted { $0.name < $1.name } == rows.sorted { $0.name < $1.name })
        }
    }

    /// A vector that its network does not give would decide how long everybody's is.
    @Test func aVectorIsAsLongAsItsNetworksNameSays() async throws {
        func vector(_ count: Int) -> AttributeValue {
            .binary([UInt8](repeating: 63, count: 4 * count))
        }
        func face(_ model: String, _ count: Int) -> AttributeValue {
            .map(["model": .string(model), "vector": vector(count)])
        }
        try await withTable { table, client in
            try await client.putItem(
                table: "StudentDB",
                item: [
                    "name": .string("Ada"),
                    "embeddings": .list([
                        face("one", 128), face("one", 256), face("one+two", 128), face("one+two", 256),
                        face("", 0), vector(128), vector(256), vector(127),
                        .map(["model": .string("one"), "vector": .binary([1, 2, 3])]),
                    ]),
                ])
            let read = try #require(try await table.student(named: "Ada"))
            let expected = [("one", 128), ("one+two", 256), (StoredEmbedding.firstModel, 128)]
            #expect(read.embeddings.map(\.model) == expected.map(\.0))
            #expect(read.embeddings.map(\.components.count) == expected.map(\.1))
            // As they are stored again.
            try await table.put(read)
            #expect(try await table.student(named: "Ada") == read)
        }
    }

    @Test func keepsIdAndGroups() async throws {
        try await withTable { table, client in
            let ada = Student(name: "Ada", id: "7", major: "Maths", groups: ["algebra", "logic"])
            try await table.put(ada)
            #expect(try await table.student(named: "Ada") == ada)
            try await table.importStudents([Student(name: "Ada", year: "1", groups: ["logic"])])
            #expect(
                try await table.student(named: "Ada")
                    == Student(name: "Ada", id: "7", major: "Maths", year: "1", groups: ["logic"]))
            try await table.setDetails(of: Student(name: "Ada", year: "2"))
            #expect(try await table.student(named: "Ada") == Student(name: "Ada", year: "2"))
            await #expect(throws: AWSError.self) { try await table.setDetails(of: Student(name: "Bob")) }
            #expect(try await table.student(named: "Bob") == nil)
        }
    }

    /// As macOS spells a folder's name, and as earlier versions stored it.
    private let decomposed = "Jose\u{301}"
    private let composed: PersonName = "Jos\u{e9}"

    private func keys(_ client: DynamoDBClient) async throws -> [[UInt8]] {
        try await client.scan(table: "StudentDB").items.compactMap { $0["name"]?.string }
            .filter { !$0.hasPrefix("rollcall:") }.map { Array($0.utf8) }.sorted { $0.count < $1.count }
    }

    @Test func aRowOfAnotherSpellingIsReadAndWrittenWhereItIs() async throws {
        try await withTable { table, client in
            try await client.putItem(
                table: "StudentDB", item: ["name": .string(decomposed), "major": .string("Law")])
            #expect(try await table.student(named: composed) == Student(name: composed, major: "Law"))
            try await table.append([embedding(1)], to: Student(name: composed, year: "1"))
            try await table.importStudents([Student(name: composed, year: "2")])
            #expect(try await keys(client) == [Array(decomposed.utf8)])
            #expect(
                try await table.students()
                    == [Student(name: composed, major: "Law", year: "2", embeddings: [embedding(1)])])
            #expect(try await table.firstPage().oddKeys == [decomposed])
            #expect(try await table.rename(composed, to: composed) == .renamed)
            #expect(try await keys(client) == [Array(composed.text.utf8)])
            #expect(try await table.firstPage().oddKeys.isEmpty)
            #expect(try await table.student(named: composed)?.embeddings == [embedding(1)])
        }
    }

    @Test func aPersonIsRemovedInEverySpelling() async throws {
        try await withTable { table, client in
            for key in [composed.text, decomposed, " Jose\u{301}  ", "Josephine", "\u{1b}Eve"] {
                try await client.putItem(table: "StudentDB", item: ["name": .string(key)])
            }
            #expect(try await table.remove(composed))
            #expect(try await !table.remove(composed))
            #expect(try await keys(client) == [Array("\u{1b}Eve".utf8), Array("Josephine".utf8)])
            #expect(try await table.students().map(\.name) == ["Josephine"])
            #expect(try await table.firstPage().oddKeys == ["\u{1b}Eve"])
            #expect(try await table.remove(key: "\u{1b}Eve"))
            #expect(try await !table.remove(key: "rollcall:gallery"))
            #expect(try await table.version() == 2)
        }
    }

    @Test func renamingKeepsAllAndMakesOneRowOfSeveral() async throws {
        try await withTable { table, client in
            try await client.putItem(
                table: "StudentDB",
                item: [
                    "name": .string(decomposed), "email": .string("j@x"), "major": .string("Law"),
                    "embeddings": .list([.binary(Array(repeating: 0, count: 512))]),
                ])
            try await table.append([embedding(1)], to: Student(name: composed, major: "Arts"))
            try await client.putItem(
                table: "StudentDB", item: ["name": .string(composed.text), "major": .string("Arts")])
            try await table.put(Student(name: "Ada"))
            #expect(try await table.rename(composed, to: "Ada") == .taken)
            #expect(try await table.rename("Nobody", to: "Bob") == .missing)
            let version = try await table.version()
            #expect(try await table.rename(composed, to: "Joe") == .renamed)
            #expect(try await table.version() == version + 1)
            #expect(try await keys(client).count == 2)
            let joe = try #require(try await table.student(named: "Joe"))
            #expect((joe.major, joe.embeddings.count) == ("Arts", 2))
            let item = try await client.scan(table: "StudentDB").items.first { $0["name"] == .string("Joe") }
            #expect(item?["email"] == .string("j@x"))
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
