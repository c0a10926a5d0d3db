import TestSupport
import Testing
import WireFormats

@testable import AWSClients

/// Names that look the same and are not.
struct ExactTextTests {
    private static let composed = "Jos\u{E9}"
    private static let decomposed = "Jose\u{301}"

    private static let item: Item = {
        var item: Item = ["name": .string("n"), "set": .strings([composed, decomposed])]
        item["map"] = .map([composed: .number("1"), decomposed: .number("2")])
        item[composed] = .map([composed: .bool(true)])
        item[decomposed] = .map([decomposed: .bool(false)])
        return item
    }()

    private func expectBoth(_ item: Item) {
        #expect(item.count == 5)
        #expect(
            item["set"]?.strings?.map { Array($0.utf8) } == [
                Array(Self.decomposed.utf8), Array(Self.composed.utf8),
            ])
        #expect(item["map"]?.map?[Self.composed] == .number("1"))
        #expect(item["map"]?.map?[Self.decomposed] == .number("2"))
        #expect(item[Self.composed]?.map?[Self.composed] == .bool(true))
        #expect(item[Self.decomposed]?.map?[Self.decomposed] == .bool(false))
        #expect(item[Self.composed]?.map?[Self.decomposed] == nil)
        #expect(item == Self.item)
    }

    @Test
    func bothStayInJSON() throws {
        expectBoth(Self.item)
        expectBoth(try JSON.decode(Item.self, from: try JSON.encode(Self.item)))
    }

    @Test(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
    func bothStayInATable() async throws {
        let dynamoDB = DynamoDBClient(session: try await Moto.session())
        try await dynamoDB.createTable("ddb-exact", partitionKey: DynamoDBKey("name"))
        try await dynamoDB.putItem(table: "ddb-exact", item: Self.item)
        expectBoth(try #require(try await dynamoDB.scan(table: "ddb-exact").items.first))
    }

    @Test
    func valuesAreEqualByTheirBytesToo() {
        #expect(Set([ExactText(Self.composed), ExactText(Self.decomposed), "x", "x"]).count == 3)
    }

    @Test(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
    func addsToASetOfNumbers() async throws {
        let dynamoDB = DynamoDBClient(session: try await Moto.session())
        try await dynamoDB.createTable(
            "ddb-add", partitionKey: DynamoDBKey("day"), sortKey: DynamoDBKey("who"))
        let key: Item = ["day": .string("2026-11-26"), "who": .string("lab#Ada")]
        for minute in ["540", "541", "540"] {
            let after = try await dynamoDB.updateItem(
                table: "ddb-add", key: key,
                update: DynamoDBExpression(
                    "ADD #m :m", names: ["#m": "minutes"], values: [":m": .numberSet([minute])]))
            #expect(after["minutes"]?.numbers?.contains(minute) == true)
        }
        let item = try #require(try await dynamoDB.scan(table: "ddb-add").items.first)
        #expect(item["minutes"]?.numbers == ["540", "541"])
    }
}
