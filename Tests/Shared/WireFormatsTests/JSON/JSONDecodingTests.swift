import FoundationEssentials
import Testing
import WireFormats

/// `JSON.decode` beside Foundation's decoder: the same values, and the same errors at the same places.
@Suite struct JSONDecodingTests {
    struct Everything: Codable, Equatable {
        struct Part: Codable, Equatable {
            var name: String
            var weight: Double?
        }
        enum Choice: Codable, Equatable {
            case none
            case some(Int, label: String)
        }
        var flag: Bool
        var count: Int
        var small: Int8?
        var text: String
        var parts: [Part]
        var byName: [String: Part]?
        var numbers: [[Double]]?
        var choice: Choice?
        var raw: Float?
    }

    private static let good = """
        {"flag": true, "count": -12, "small": 5, "text": "a\\u00e9\\ud83c\\udf93\\n\\/", "parts":
        [{"name": "x"}, {"name": "y", "weight": 1.5e-3}, {"weight": null, "name": ""}], "byName": {"k": {"name":
        "z"}}, "numbers": [[1, 2.5], []], "choice": {"some": {"_0": 3, "label": "l"}}, "raw": 0.1, "more": [{}]}
        """

    @Test func decodesEveryKindOfField() throws {
        expectAsFoundation(Everything.self, Self.good)
        let value = try JSON.decode(Everything.self, from: Array(Self.good.utf8))
        #expect(value.text == "aé🎓\n/")
        #expect(value.parts[1].weight == 0.0015)
        #expect(value.choice == .some(3, label: "l"))
    }

    @Test(arguments: [
        (#""flag": true"#, #""flag": 1"#), (#""count": -12"#, #""count": "12""#),
        (#""count": -12"#, #""count": null"#),
        (#""count": -12"#, #""count": 1.5"#), (#""count": -12"#, #""count": 9223372036854775808"#),
        (#""count": -12"#, #""counts": 1"#), (#""small": 5"#, #""small": 128"#),
        (#""small": 5"#, #""small": null"#),
        (#"{"name": "x"}"#, #"{}"#), (#"{"name": "x"}"#, #"[]"#), (#"{"name": "x"}"#, "null"),
        (#"1.5e-3"#, #""1""#), (#"[[1, 2.5], []]"#, #"[[1, "2"]]"#), (#"[[1, 2.5], []]"#, #"{"0": []}"#),
        (#""_0": 3"#, #""_0": true"#), (#"{"some""#, #"{"other""#), (#""raw": 0.1"#, #""raw": 1e39"#),
        (#""k": {"name""#, #""k": {"title""#),
    ])
    func failsWhereFoundationFails(_ good: String, _ bad: String) {
        let json = Self.good.replacing(good, with: bad, maxReplacements: 1)
        #expect(json != Self.good)
        expectAsFoundation(Everything.self, json)
    }

    @Test(arguments: [
        "0", "-0", "1", "-1", "127", "128", "-128", "-129", "255", "256", "32767", "32768", "65535", "65536",
        "2147483647", "2147483648", "-2147483649", "4294967295", "4294967296", "9223372036854775807",
        "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "18446744073709551615",
        "18446744073709551616", "170141183460469231731687303715884105727", "1.0", "1e2", "1E+2", "10e-1",
        "0.5",
        "1.5e1", "-1.50e1", "100e-2", "105e-2", "0e999", "1e18", "1e19", "-3.374317405158495e+16", "0.00",
        "1e400", "-1e400",
    ])
    func decodesEveryWidthExactly(number: String) {
        expectAsFoundation(Int.self, number)
        expectAsFoundation(Int8.self, number)
        expectAsFoundation(Int16.self, number)
        expectAsFoundation(Int32.self, number)
        expectAsFoundation(Int64.self, number)
        expectAsFoundation(UInt.self, number)
        expectAsFoundation(UInt8.self, number)
        expectAsFoundation(UInt16.self, number)
        expectAsFoundation(UInt32.self, number)
        expectAsFoundation(UInt64.self, number)
        expectAsFoundation(Double.self, number)
        expectAsFoundation(Float.self, number)
        expectAsFoundation([Int].self, "[\(number)]")
        expectAsFoundation([Double].self, "[\(number)]")
    }

    @Test func decodesIntegersOf128Bits() throws {
        let largest = Array("\(Int128.max)".utf8)
        #expect(try JSON.decode(Int128.self, from: largest) == .max)
        #expect(try JSON.decode(UInt128.self, from: Array("\(UInt128.max)".utf8)) == .max)
        #expect(throws: DecodingError.self) {
            try JSON.decode(Int128.self, from: Array("\(UInt128.max)".utf8))
        }
    }

    @Test(arguments: [
        "", " ", "{", "[", "]", "}", "[1", "[1,", "[,1]", "{\"a\"", "{\"a\":", "{\"a\":1",
        "{\"a\":1,",
        "{a:1}", "{\"a\" 1}", "{1:2}", "[1 2]", "\"", "\"a", "\"\\", "\"\\u", "\"\\u12", "\"\\u123",
        "\"\\u123g\"", "\"\\x\"",
        "\"a\nb\"", "\"\u{0}\"", "tru", "truee", "nul", "True", "NaN", "Infinity", "-", "+1", "01", "-01",
        "1.", ".5", "1e",
        "1e+", "0x10", "1 2", "{}{}", "[]]", "\"a\" x", "// comment\n1", "'a'", "[1]\u{0}", "\u{FEFF}1",
        "\u{A0}1", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800x\"", "\"\\ud800\\ud800\"", "\"\\ud83c\\udf93\"",
        "1\n", "\t[ \r\n]",
        "{\"\\u0061\": 1, \"a\": 2}", "{\"a\": 1, \"a\": 2}",
    ])
    func agreesOnWhatIsJSON(text: String) {
        // Only whether it is JSON: Foundation finds errors within strings when it reads them.
        #expect(
            (try? JSON.decode(AnyJSON.self, from: Array(text.utf8)))
                == (try? JSONDecoder().decode(AnyJSON.self, from: Data(text.utf8))))
    }

    /// Where the specification decides otherwise than Foundation: RFC 8259, sections 2 and 6.
    @Test func followsTheSpecification() throws {
        for text in ["[1,]", #"{"a":1,}"#] {
            #expect(throws: DecodingError.self) {
                try JSON.decode(AnyJSON.self, from: Array(text.utf8))
            }
        }
        #expect(try JSON.decode([Double].self, from: Array("[1e-400, -1e-400]".utf8)) == [0, 0])
    }

    @Test(
        arguments: [
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22],
            [0x22, 0xF0, 0x9F, 0x8E, 0x93, 0x22], [0x22, 0xE0, 0x80, 0x80, 0x22], [0x22, 0xC3],
        ] as [[UInt8]])
    func agreesOnWhatIsUTF8(bytes: [UInt8]) {
        expectAsFoundation(String.self, bytes)
    }

    @Test func refusesWhatIsNestedTooDeep() {
        for depth in [511, 512, 513, 100_000] {
            let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            let ours = JSONOutcome { try JSON.decode(Ignored.self, from: Array(text.utf8)) }
            let theirs = JSONOutcome { try JSONDecoder().decode(Ignored.self, from: Data(text.utf8)) }
            #expect(ours == theirs, "\(depth)")
        }
    }

    /// Takes anything and looks at nothing.
    struct Ignored: Decodable, Equatable {
        init(from decoder: any Decoder) {}
    }

    @Test func findsKeysOfLargeObjects() throws {
        let names = (0..<500).map { "key \($0)" }
        let text = "{" + names.map { "\"\($0)\": \"\($0)\"" }.joined(separator: ",") + #", "key 3": "again"}"#
        expectAsFoundation([String: String].self, text)
        expectAsFoundation([String: AnyJSON].self, text)
        let value = try JSON.decode([String: AnyJSON].self, from: Array(text.utf8))
        #expect(value.count == 500)
        #expect(value["key 3"] == .string("key 3"))
    }

    /// Walks containers by hand, as types with a form of their own do.
    struct Walker: Decodable, Equatable {
        var seen: [String] = []

        enum CodingKeys: String, CodingKey { case list, object, missing, `super` }
        struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: CodingKeys.self)
            var list = try container.nestedUnkeyedContainer(forKey: .list)
            seen.append("\(list.count ?? -1)")
            seen.append("\(try list.decodeNil())")
            seen.append("\(try list.decode(Int8.self))")
            seen.append("\(try list.decodeNil())")
            var inner = try list.nestedUnkeyedContainer()
            while !inner.isAtEnd { seen.append(try inner.decode(String.self)) }
            seen.append("\(list.currentIndex)")
            let nested = try list.nestedContainer(keyedBy: Name.self)
            seen += nested.allKeys.map(\.stringValue).sorted()
            let element = try list.superDecoder().singleValueContainer()
            seen.append("\(try element.decode(Bool.self)) \(element.codingPath.map(\.stringValue))")
            seen.append("\(list.isAtEnd)")
            let object = try container.nestedContainer(keyedBy: Name.self, forKey: .object)
            seen.append("\(object.codingPath.map(\.stringValue))")
            seen.append(
                "\(object.contains(Name(stringValue: "a"))) \(object.contains(Name(stringValue: "b")))")
            seen.append("\(try container.superDecoder(forKey: .missing).singleValueContainer().decodeNil())")
            seen.append(try container.superDecoder().singleValueContainer().decode(String.self))
            seen.append("\(container.allKeys.count)")
            _ = try list.decode(Int.self)
        }
    }

    @Test func walksContainersAsFoundationDoes() {
        let end = #""object": {"a": null}, "super": "s", "other": 1}"#
        for list in [
            #"[null, 1, ["x", "y"], {"b": 1, "a": 2, "b": 3}, true, 7]"#, #"[null, 1, ["x", "y"], {}, true]"#,
            "[]",
            #"[null, 300]"#, #"[null, 1, {}]"#, #"[null, 1, ["x", 1]]"#, #"[null, 1, [], []]"#,
        ] {
            expectAsFoundation(Walker.self, #"{"list": \#(list), \#(end)"#)
        }
    }

    /// A class that keeps its superclass's fields under `super`.
    @Test func decodesASuperclass() throws {
        class Base: Decodable { var base: Int }
        final class Derived: Base {
            let own: String
            enum CodingKeys: CodingKey { case own }
            required init(from decoder: any Decoder) throws {
                let container = try decoder.container(keyedBy: CodingKeys.self)
                own = try container.decode(String.self, forKey: .own)
                try super.init(from: container.superDecoder())
            }
        }
        let value = try JSON.decode(
            Derived.self, from: Array(#"{"own": "o", "super": {"base": 3}}"#.utf8))
        #expect(value.own == "o" && value.base == 3)
    }

    /// A decoder that outlives the call still reads its text.
    @Test func decodersMayBeKept() throws {
        struct Kept: Decodable {
            let decoder: any Decoder
            init(from decoder: any Decoder) { self.decoder = decoder }
        }
        let kept = try JSON.decode(
            Kept.self, from: Array(#"["later, and longer than a small string"]"#.utf8))
        #expect(try [String](from: kept.decoder) == ["later, and longer than a small string"])
    }

    /// A date is a number in Foundation's own default form.
    @Test func decodesDates() {
        expectAsFoundation(Date.self, "12345.5")
        expectAsFoundation([Date?].self, "[null, 1]")
    }
}
