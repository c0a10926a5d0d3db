import FoundationEssentials
import Testing
import WireFormats

/// Foundation's types in JSON, as its own coders write and read them.
@Suite struct FoundationTypesTests {
    struct Holder: Codable, Equatable {
        var link: URL
        var links: [URL]
        var optional: URL?
        var byName: [String: URL]
        var bytes: Data
        var parts: [Data]
        var bytesByName: [String: Data]
        var price: Decimal
        var prices: [String: Decimal?]
        var moment: Date
        var id: UUID
    }

    private let url: URL

    init() throws {
        url = try #require(URL(string: "https://example.com/a/b?c=d%20e&f=1#g"))
    }

    private func holder(_ price: Decimal) -> Holder {
        Holder(
            link: url, links: [url, url.appending(path: "é")], optional: url, byName: ["a": url],
            bytes: Data([0, 255, 16]), parts: [Data(), Data([1])], bytesByName: ["d": Data([2, 3])],
            price: price, prices: ["a": price, "b": nil], moment: Date(timeIntervalSinceReferenceDate: 1.5),
            id: UUID())
    }

    @Test(arguments: [
        "1.5", "0", "-7", "-0.000001", "1e100", "123456789012345678901234567890.12345678", "0.1", "1000",
        "340282366920938463463374607431768211455e127", "1e-100",
    ])
    func areWrittenAsFoundationDoes(number: String) throws {
        let price = try #require(Decimal(string: number))
        let holder = holder(price)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let ours = try JSON.encode(holder, sortingKeys: true)
        #expect(
            String(decoding: ours, as: UTF8.self)
                == String(decoding: try encoder.encode(holder), as: UTF8.self))
        #expect(try JSONDecoder().decode(Holder.self, from: Data(ours)) == holder)
        #expect(try JSON.decode(Holder.self, from: ours) == holder)
    }

    @Test func areWrittenAloneToo() throws {
        #expect(String(decoding: try JSON.encode(url), as: UTF8.self) == "\"\(url.absoluteString)\"")
        #expect(String(decoding: try JSON.encode(Data("é".utf8)), as: UTF8.self) == #""w6k=""#)
        #expect(String(decoding: try JSON.encode(Decimal(string: "1.25")), as: UTF8.self) == "1.25")
        #expect(String(decoding: try JSON.encode([Data([1])]), as: UTF8.self) == #"["AQ=="]"#)
    }

    @Test func haveNoFormWhereOnlyFoundationKnowsIt() throws {
        let relative = try #require(URL(string: "b", relativeTo: url))
        for encode in [
            { try JSON.encode(["a": [relative]]) }, { try JSON.encode(["a": [Decimal.nan]]) },
        ] {
            let error = try #require(throws: EncodingError.self, performing: { try encode() })
            guard case .invalidValue(_, let context) = error else { return }
            #expect(context.codingPath.map(\.stringValue) == ["a", "Index 0"])
        }
    }

    @Test(arguments: [
        "1", "1.0", "-1.50", "0", "-0", "0.0", "1e3", "1.5E-3", "12e-1", "100000000000000000000", "1E+2",
        "0.00000000000000000000000000000000000001", "340282366920938463463374607431768211455",
    ])
    func readsNumbersAsFoundationDoes(number: String) throws {
        let ours = try JSON.decode([Decimal].self, from: Array("[\(number)]".utf8))
        #expect(ours == (try JSONDecoder().decode([Decimal].self, from: Data("[\(number)]".utf8))))
        #expect(ours.first?.description == Decimal(string: number)?.description)
    }

    @Test(arguments: [
        #"{"u":""}"#, #"{"u":"ht tp://x"}"#, #"{"u":1}"#, #"{"u":null}"#, #"{"u":{"relative":"x:y"}}"#,
        #"{"d":"AQ"}"#, #"{"d":"?"}"#, #"{"d":[1,2]}"#, #"{"d":null}"#, #"{"n":"1"}"#, #"{"n":null}"#,
        #"{"n":[]}"#, #"{"u":"https://example.com/\u00e9"}"#, #"{"d":"AQ=="}"#, #"{"d":""}"#,
    ])
    func fail(json: String) throws {
        struct Either: Decodable, Equatable {
            var u: URL?
            var d: Data?
            var n: Decimal?

            enum CodingKeys: CodingKey { case u, d, n }

            init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                if container.contains(.u) { u = try container.decode(URL.self, forKey: .u) }
                if container.contains(.d) { d = try container.decode(Data.self, forKey: .d) }
                if container.contains(.n) { n = try container.decode(Decimal.self, forKey: .n) }
            }
        }
        expectAsFoundation(Either.self, json)
    }

    @Test(arguments: [
        "1e12800", "1e99999999999999999999", "340282366920938463463374607431768211456", "1e-129",
    ])
    func refusesANumberThatADecimalCannotHold(number: String) {
        #expect(throws: DecodingError.self) {
            try JSON.decode(Decimal.self, from: Array(number.utf8))
        }
    }
}
