import TestSupport
import Testing

@testable import AWSClients

@Suite(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
struct DynamoDBClientTests {
    private let dynamoDB: DynamoDBClient

    init() async throws {
        dynamoDB = DynamoDBClient(session: try await Moto.session())
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
        let key: Item = ["name": .string("Ada ü \"😀\"")]
        #expect(try await dynamoDB.getItem(table: "ddb-values", key: key, consistentRead: true) == item)
        #expect(try await dynamoDB.getItem(table: "ddb-values", key: ["name": .string("Bob")]) == nil)
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
        #expect(refused?.code == "ConditionalCheckFailedException")
        let changed = try await dynamoDB.updateItem(
            table: table, key: key,
            update: DynamoDBExpression(
                "SET #y = :y", names: ["#y": "year"], values: [":y": .number("1843")]),
            condition: DynamoDBExpression("major = :m", values: [":m": .string("Maths")]))
        #expect(changed == ["name": .string("Ada"), "major": .string("Maths"), "year": .number("1843")])
        try await dynamoDB.deleteItem(table: table, key: key, condition: "attribute_exists(major)")
        try await dynamoDB.deleteItem(table: table, key: key)
        #expect(try await dynamoDB.getItem(table: table, key: key) == nil)
    }

    @Test
    func queriesPageByPage() async throws {
        let table = "ddb-queries"
        try await dynamoDB.createTable(
            table, partitionKey: DynamoDBKey("name"), sortKey: DynamoDBKey("at", .number))
        let items: [Item] = (0..<7).map { ["name": .string("Ada"), "at": .number("\($0)")] }
        try await dynamoDB.batchWrite(
            table: table, puts: items + [["name": .string("Bob"), "at": .number("0")]])
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
    func writesAndScansMoreThanOneBatch() async throws {
        let table = "ddb-batches"
        try await dynamoDB.createTable(table, partitionKey: DynamoDBKey("name"))
        let items: [Item] = (0..<60).map { ["name": .string("n\($0)"), "even": .bool($0 % 2 == 0)] }
        try await dynamoDB.batchWrite(table: table, puts: items)
        #expect(Set(try await dynamoDB.scanAll(table: table)) == Set(items))
        let even = try await dynamoDB.scanAll(
            table: table, filter: DynamoDBExpression("even = :t", values: [":t": .bool(true)]))
        #expect(even.count == 30)
        #expect(try await dynamoDB.scan(table: table, limit: 10).items.count == 10)
        #expect(try await dynamoDB.scanAll(table: table, limit: 7).count == 7)
        try await dynamoDB.batchWrite(
            table: table, deletes: items.map { $0.filter { $0.key == "name" } })
        #expect(try await dynamoDB.scanAll(table: table) == [])
    }

    @Test
    func saysWhatIsMissingAndWhoIsRefused() async throws {
        let missing = await #expect(throws: AWSError.self) {
            try await dynamoDB.getItem(table: "ddb-nowhere", key: ["name": .string("Ada")])
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

    @Test
    func sendsUnprocessedItemsAgain() async throws {
        let unprocessed = #"{"UnprocessedItems":{"t":[{"PutRequest":{"Item":{"name":{"S":"b"}}}}]}}"#
        let server = try ScriptedServer(
            .answer(200, body: unprocessed), .answer(200, body: unprocessed),
            .answer(200, body: #"{"UnprocessedItems":{}}"#))
        defer { server.stop() }
        let time = TestTime()
        let dynamoDB = DynamoDBClient(session: try .test(server.endpoint, time: time))
        try await dynamoDB.batchWrite(table: "t", puts: [["name": .string("a")], ["name": .string("b")]])
        #expect(server.requests.count == 3)
        #expect(String(decoding: server.requests[2].body, as: UTF8.self).contains(#""S":"b""#))
        #expect(time.sleeps == [.milliseconds(500)])
    }

    @Test(arguments: [1, 3])
    func givesUpOnATableWithoutCapacity(_ unprocessed: Int) async throws {
        let write = #"{"DeleteRequest":{"Key":{"name":{"S":"b"}}}}"#
        let writes = Array(repeating: write, count: unprocessed).joined(separator: ",")
        let server = try ScriptedServer(.answer(200, body: #"{"UnprocessedItems":{"t":[\#(writes)]}}"#))
        defer { server.stop() }
        let dynamoDB = DynamoDBClient(session: try .test(server.endpoint))
        let error = await #expect(throws: AWSError.self) {
            try await dynamoDB.batchWrite(table: "t", deletes: [["name": .string("b")]])
        }
        #expect(error?.code == "ProvisionedThroughputExceededException")
        #expect(server.requests.count == 3)
    }

    @Test(arguments: [
        "not JSON", "[]", #"{"Item":{"name":{"S":"a","N":"1"}}}"#, #"{"Item":{"name":{"Q":1}}}"#,
    ])
    func refusesAnswersItDoesNotUnderstand(_ body: String) async throws {
        let server = try ScriptedServer(.answer(200, ["x-amzn-requestid": "R7"], body: body))
        defer { server.stop() }
        let dynamoDB = DynamoDBClient(session: try .test(server.endpoint))
        let error = await #expect(throws: AWSError.self) { try await dynamoDB.getItem(table: "t", key: [:]) }
        #expect(error?.kind == .response)
        #expect(error?.requestID == "R7")
    }
}
