import FoundationEssentials
import TestSupport
import Testing
import WireFormats

/// `JSONValue`, which `JSON` reads without asking the type, beside Foundation's decoder, which asks it.
@Suite struct JSONValueTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1.0", "1e3", "1.5e-3", "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809", "\"\"", "\"plain\"", "\"é😀\"", #""\u00e9\n""#, "[]", "{}",
        "[null, [1, \"x\", {}]]",
        #"{"a": null, "b": {"c": [true]}, "\u00e9": 1}"#,
    ])
    func readsWhatFoundationReads(text: String) {
        expectAsFoundation(JSONValue.self, text)
        expectAsFoundation([JSONValue].self, "[\(text), \(text)]")
        expectAsFoundation([String: JSONValue].self, #"{"key": \#(text)}"#)
        expectAsFoundation([String: JSONValue]?.self, text)
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func readsAnyValueAsFoundationDoes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let json = try JSON.encode([AnyJSON.random(using: &random)])
            expectAsFoundation([JSONValue].self, json)
            #expect(
                try JSON.decode(
                    [JSONValue].self, from: JSON.encode(JSON.decode([JSONValue].self, from: json)))
                    == JSON.decode([JSONValue].self, from: json))
        }
    }

    @Test func ofFieldsWithOneNameTheFirstCounts() throws {
        #expect(
            try JSON.decode(JSONValue.self, from: Array(#"{"a": 1, "a": 2}"#.utf8))
                == .object(["a": .integer(1)]))
    }

    @Test(arguments: ["1e400", #""\ud800""#])
    func refusesWhatNoValueIs(text: String) {
        #expect(throws: DecodingError.self) { try JSON.decode(JSONValue.self, from: Array(text.utf8)) }
        #expect(throws: DecodingError.self) {
            try JSON.decode([String: JSONValue].self, from: Array("{\"a\": \(text)}".utf8))
        }
    }

    /// Each failed try makes an error that names the element. Counting to it from the first one took minutes for an
    /// event of Lambda's size.
    @Test(.timeLimit(.minutes(1)))
    func typesMayTryOneFormAfterTheOther() throws {
        struct Item: Decodable, Equatable {
            var number: Double
            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if (try? container.decode(String.self)) != nil || (try? container.decode(Bool.self)) != nil {
                    number = -1
                } else {
                    number = try container.decode(Double.self)
                }
            }
        }
        let count = 100_000
        let array = Array(("[" + Array(repeating: "0.5", count: count).joined(separator: ",") + "]").utf8)
        #expect(try JSON.decode([Item].self, from: array).count == count)
        #expect(try JSON.decode(JSONValue.self, from: array).array?.count == count)
    }
}
