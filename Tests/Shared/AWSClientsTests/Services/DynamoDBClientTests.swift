import TestSupport
import Testing

@testable import AWSClients

@Suite(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
struct DynamoDBClientTests {
    private let dynamoDB: DynamoDBClient

    init() async throws {
        dynamoDB = DynamoDBClient(session: try await Moto.session())
    }

    /// The items of a partition key, all writes included.
    private func items(_ table: String, named name: String) async throws -> [Item] {
        let condition = DynamoDBExpression(
            "#n = :n", names: ["#n": "name"], values: [":n": .string(name)])
        return try await dynamoDB.query(table: table, condition, consistentRead: true).items
    }

    @Test
    func makesAndDescribesTables() async throws {
        let made = try await dynamoDB.createTable(
            "ddb-tables", partitionKey: DynamoDBKey("name"), sortKey: DynamoDBKey("at", .number))
        #expect(made.name == "ddb-tables")
        let described = try await dynamoDB.describeTable("ddb-tables")
        #expect(described.status == "ACTIVE")
        #expect(described.keyNames == ["name", "at"])
        #expect(described.itemCount == 0)
        let again = await #expect(throws: AWSError.self) {
            try await dynamoDB.createTable("ddb-tables", partitionKey: DynamoDBKey("name"))
        }
        #expect(again?.code == "ResourceInUseException")
        let missing = await #expect(throws: AWSError.self) { try await dynamoDB.describeTable("ddb-none") }
        #expect(missing?.code == "ResourceNotFoundException")
        #expect(missing?.isNotFound == true)
    }

    @Test
    func keepsEveryTypeOfValue() async throws {
        try await dynamoDB.createTable("ddb-values", partitionKey: DynamoDBKey("name"))
        let item: Item = [
            "name": .string("Ada ü \"😀\""), "year": .number("1815"),
            "embedding": .binary((0...255).map { UInt8($0) }), "isHere": .bool(false), "nothing": .null,
            "list": .list([.number("-1.5"), .string(""), .list([])]),
            "map": .map(["inner": .map([:]), "x": .bool(true)]), "texts": .stringSet(["b", "a"]),
            "numbers": .numberSet(["1", "2.5"]), "binaries": .binarySet([[1, 2], [3]]),
        ]
        try await dynamoDB.putItem(table: "ddb-values", item: item)
        #expect(try await items("ddb-values", named: "Ada ü \"😀\"") == [item])
        #expect(try await items("ddb-values", named: "Bob") == [])
    }

    @Test
    func changesItemsUnderConditions() async throws {
        let table = "ddb-changes"
        try await dynamoDB.createTable(table, partitionKey: DynamoDBKey("name"))
        let key: Item = ["name": .string("Ada")]
        let isNew: DynamoDBExpression = "attribute_not_exists(major)"
        try await dynamoDB.putItem(
            table: table, item: key.merging(["major": .string("Maths")]) { $1 }, condition: isNew)
        let refused = await #expect(throws: AWSError.self) {
            try await dynamoDB.putItem(table: table, item: key, condition: isNew)
        }
        #expect(refused?.isConditionFailed == true)
        let changed = try await dynamoDB.updateItem(
            table: table, key: key,
            update: DynamoDBExpression(
                "SET #y = :y", names: ["#y": "year"], values: [":y": .number("1843")]),
            condition: DynamoDBExpression("major = :m", values: [":m": .string("Maths")]))
        #expect(changed == ["name": .string("Ada"), "major": .string("Maths"), "year": .number("1843")])
        try await dynamoDB.deleteItem(table: table, key: key, condition: "attribute_exists(major)")
        try await dynamoDB.deleteItem(table: table, key: key)
        #expect(try await items(table, named: "Ada") == [])
    }

    @Test
    func queriesPageByPage() async throws {
        let table = "ddb-queries"
        try await dynamoDB.createTable(
            table, partitionKey: DynamoDBKey("name"), sortKey: DynamoDBKey("at", .number))
        let items: [Item] = (0..<7).map { ["name": .string("Ada"), "at": .number("\($0)")] }
        for item in items + [["name": .string("Bob"), "at": .number("0")]] {
            try await dynamoDB.putItem(table: table, item: item)
        }
        let condition = DynamoDBExpression(
            "#n = :n", names: ["#n": "name"], values: [":n": .string("Ada")])
        var found: [Item] = []
        var startKey: Item?
        repeat {
            let page = try await dynamoDB.query(table: table, condition, limit: 3, startKey: startKey)
            #expect(page.items.count <= 3)
            found += page.items
            startKey = page.lastEvaluatedKey
        } while startKey != nil
        #expect(found == items)
    }

    @Test
    func scansPageByPage() async throws {
        let table = "ddb-scans"
        try await dynamoDB.createTable(table, partitionKey: DynamoDBKey("name"))
        let items: [Item] = (0..<25).map { ["name": .string("n\($0)"), "even": .bool($0 % 2 == 0)] }
        for item in items { try await dynamoDB.putItem(table: table, item: item) }
        var found: [Item] = []
        var startKey: Item?
        repeat {
            let page = try await dynamoDB.scan(table: table, limit: 10, startKey: startKey)
            #expect(page.items.count <= 10)
            found += page.items
            startKey = page.lastEvaluatedKey
        } while startKey != nil
        #expect(Set(found) == Set(items))
        let even = try await dynamoDB.scan(
            table: table, filter: DynamoDBExpression("even = :t", values: [":t": .bool(true)]))
        #expect(even.items.count == 13)
    }

    @Test
    func saysWhatIsMissingAndWhoIsRefused() async throws {
        let missing = await #expect(throws: AWSError.self) {
            try await items("ddb-nowhere", named: "Ada")
        }
        #expect(missing?.code == "ResourceNotFoundException")
        #expect(missing?.resource == "ddb-nowhere")
        for session in [try await Moto.forgedSession(), try await Moto.deniedSession()] {
            let error = await #expect(throws: AWSError.self) {
                try await DynamoDBClient(session: session).describeTable("ddb-nowhere")
            }
            #expect(error?.kind == .service)
            #expect(error?.isNotFound == false)
            #expect(error?.advice != nil)
        }
    }

    @Test(arguments: [
        "not JSON", "[]", #"{"Items":[{"name":{"S":"a","N":"1"}}]}"#, #"{"Items":[{"name":{"Q":1}}]}"#,
    ])
    func refusesAnswersItDoesNotUnderstand(_ body: String) async throws {
        let server = try ScriptedServer(.answer(200, ["x-amzn-requestid": "R7"], body: body))
        defer { server.stop() }
        let dynamoDB = DynamoDBClient(session: try .test(server.endpoint))
        let error = await #expect(throws: AWSError.self) { try await dynamoDB.scan(table: "t") }
        #expect(error?.kind == .response)
        #expect(error?.requestID == "R7")
    }
}
