import AWSClients
import FaceRecognition
import RollcallMessages
import RollcallServices
import TestSupport
import Testing

@testable import Recognizer

/// The gallery of a table that is larger than a page.
@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct GallerySourceTests {
    private struct Fixture {
        let source: GallerySource
        let table: StudentTable
        let client: DynamoDBClient
        let s3: S3Client

        func keys() async throws -> [String] {
            try await s3.listAllObjects(bucket: "clips", prefix: "gallery/", limit: 100).map(\.key)
        }
    }

    private static let model = StoredEmbedding.firstModel

    private func embedding(_ seed: Int) -> [Float] {
        let components = (0..<128).map { Float((seed * 7919 + $0 * 104_729) % 1009) / 1009 - 0.5 }
        return Embedding(normalizing: components)?.components ?? []
    }

    /// A table of more than 1 MB.
    private func withLargeTable(_ body: (Fixture) async throws -> Void) async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        let session = try AWSSession(configuration: AWSConfiguration(environment: server.clientEnvironment()))
        let client = DynamoDBClient(session: session)
        try await client.createTable("StudentDB", partitionKey: DynamoDBKey("name"))
        let s3 = S3Client(session: session)
        try await s3.createBucket("clips")
        let faces = AttributeValue.list(
            (0..<12).map { number in
                .binary(
                    embedding(number).flatMap {
                        withUnsafeBytes(of: $0.bitPattern.littleEndian, [UInt8].init)
                    })
            })
        for person in 0..<180 {
            try await client.putItem(
                table: "StudentDB", item: ["name": .string("person \(person)"), "embeddings": faces])
        }
        let table = StudentTable(client: client)
        let source = GallerySource(
            table: table, model: Self.model,
            snapshots: GallerySnapshots(s3: s3, bucket: "clips", table: table, model: Self.model))
        try await body(Fixture(source: source, table: table, client: client, s3: s3))
        await session.shutdown()
    }

    @Test func aLargeTableIsReadFromItsSnapshot() async throws {
        try await withLargeTable { fixture in
            #expect(try await !fixture.table.firstPage().isLast, "the table is not larger than a page")
            let cache = await GalleryCache(source: fixture.source, lifetime: .zero)
            #expect(try await cache.gallery().count == 180)
            #expect(try await fixture.keys().isEmpty, "nothing is written while anybody waits")
            try await cache.refresh()
            #expect(try await fixture.keys() == ["gallery/StudentDB/\(Self.model)/0"])

            // A change that is not counted is not seen: it is the snapshot that is read.
            try await fixture.client.deleteItem(table: "StudentDB", key: ["name": .string("person 7")])
            let edition = try #require(try await fixture.source.edition())
            #expect(edition.isStored)
            #expect(edition.gallery.count == 180)
            // A clip finds out, since the row is missing.
            await cache.forget(["person 7"])
            #expect(try await cache.gallery().count == 179)
            try await cache.refresh()
            #expect(try await cache.gallery().count == 179)
        }
    }

    @Test func aChangeIsSeenAndTheOldSnapshotGoes() async throws {
        try await withLargeTable { fixture in
            let cache = await GalleryCache(source: fixture.source, lifetime: .zero)
            try await cache.refresh()
            let other = await GalleryCache(source: fixture.source, lifetime: .zero)
            let student = try await fixture.table.append(
                [StoredEmbedding(embedding(5), model: Self.model)], to: Student(name: "Ada"))
            await cache.update(student)
            #expect(try await cache.gallery().names.contains("Ada"))
            #expect(try await !other.gallery().names.contains("Ada"))
            try await other.refresh()
            #expect(try await other.gallery().names.contains("Ada"))
            #expect(try await fixture.keys() == ["gallery/StudentDB/\(Self.model)/1"])
            // The one who made the change finds the snapshot and leaves it.
            try await cache.refresh()
            #expect(try await cache.gallery().count == 181)
            #expect(try await fixture.keys() == ["gallery/StudentDB/\(Self.model)/1"])
        }
    }

    @Test func aDamagedSnapshotIsMadeAnew() async throws {
        try await withLargeTable { fixture in
            _ = try await fixture.s3.putObject(
                bucket: "clips", key: "gallery/StudentDB/\(Self.model)/0", body: [1, 2, 3])
            let cache = await GalleryCache(source: fixture.source, lifetime: .zero)
            #expect(try await cache.gallery().count == 180)
            try await cache.refresh()
            #expect(try await #require(fixture.source.edition()).isStored)
        }
    }

    @Test func theItemThatCountsChangesIsNobody() async throws {
        try await withLargeTable { fixture in
            #expect(try await fixture.table.version() == 0)
            try await fixture.table.append(
                [StoredEmbedding(embedding(1), model: Self.model)], to: Student(name: "Ada"))
            try await fixture.table.remove("Ada")
            #expect(try await fixture.table.version() == 2)
            try await fixture.table.importStudents([Student(name: "Bob", major: "Law")])
            #expect(try await fixture.table.version() == 2, "no face changed")
            let names = try await fixture.table.students().map(\.name)
            #expect(names.count == 181)
            #expect(names.allSatisfy { !$0.text.contains("rollcall") })
        }
    }
}
