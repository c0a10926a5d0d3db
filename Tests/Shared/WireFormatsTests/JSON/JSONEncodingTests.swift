import FoundationEssentials
import Testing
import WireFormats

/// `JSON.encode` beside Foundation's encoder: texts of the same meaning.
@Suite struct JSONEncodingTests {
    /// Expects the same JSON value of both, with each key once.
    private func expectAsFoundation<Value: Encodable>(
        _ value: Value, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let ours = try JSON.encode(value)
        let theirs = try JSONEncoder().encode(value)
        #expect(
            try JSONDecoder().decode(AnyJSON.self, from: Data(ours))
                == JSONDecoder().decode(AnyJSON.self, from: theirs),
            "\(String(decoding: ours.prefix(300), as: UTF8.self))", sourceLocation: sourceLocation)
        // Equal values of different length would mean a key twice, or more space; slashes are escaped only there.
        let escapes = ours.count { $0 == UInt8(ascii: "/") }
        #expect(ours.count + escapes == theirs.count, sourceLocation: sourceLocation)
        let sorting = JSONEncoder()
        sorting.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        #expect(
            String(decoding: try JSON.encode(value, sortingKeys: true), as: UTF8.self)
                == String(decoding: try sorting.encode(value), as: UTF8.self),
            sourceLocation: sourceLocation)
    }

    @Test func encodesValues() throws {
        let json = try JSON.encode(
            JSONDecodingTests.Everything(
                flag: true, count: -1, text: "a\"\\\n\u{1}é🎓/", parts: [.init(name: "n", weight: 0.1)],
                numbers: [[1, 2.5], []],
                choice: .some(1, label: "l")))
        #expect(
            String(decoding: json, as: UTF8.self) == """
                {"flag":true,"count":-1,"text":"a\\"\\\\\\n\\u0001é🎓/","parts":[{"name":"n","weight":0.1}],\
                "numbers":[[1,2.5],[]],"choice":{"some":{"_0":1,"label":"l"}}}
                """)
    }

    @Test func encodesNumbersAsFoundationDoes() throws {
        try expectAsFoundation([
            0, -0.0, 1, 0.1, 1e16, 1e17, 1e-5, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 100_000,
            1e22,
        ])
        try expectAsFoundation([0.1, 16_777_216, 3.4e38, .leastNonzeroMagnitude] as [Float])
        try expectAsFoundation([Int.min, 0, 7, .max])
        try expectAsFoundation([Int8.min, 0, 7, .max])
        try expectAsFoundation([UInt64.min, 10, .max])
        #expect(try JSON.encode(Int128.min) == Array("\(Int128.min)".utf8))
    }

    @Test func encodesWhatHasNoContainerOfItsOwn() throws {
        struct Empty: Encodable { func encode(to encoder: any Encoder) {} }
        struct Holder: Encodable {
            var empty = Empty()
            var list = [Empty(), Empty()]
        }
        try expectAsFoundation(Holder())
        try expectAsFoundation([String: Int]())
        try expectAsFoundation([Int?]([nil, 1]))
        try expectAsFoundation("text")
        try expectAsFoundation(Optional<Int>.none)
        #expect(throws: EncodingError.self) { try JSON.encode(Empty()) }
    }

    @Test(arguments: [Double.nan, .infinity, -.infinity])
    func refusesWhatIsNoNumber(value: Double) throws {
        let error = try #require(throws: EncodingError.self) {
            try JSON.encode(["list": [[1, value]]])
        }
        guard case .invalidValue(_, let context) = error else { return }
        #expect(context.codingPath.first?.stringValue == "list")
        #expect(throws: EncodingError.self) { try JSON.encode(Float(value)) }
    }

    /// Writes into containers in any order, as nested containers may be.
    struct Interleaved: Encodable {
        enum Key: CodingKey { case a, b, c, d, e }

        func encode(to encoder: any Encoder) throws {
            var outer = encoder.container(keyedBy: Key.self)
            var first = outer.nestedContainer(keyedBy: Key.self, forKey: .a)
            try outer.encode(1, forKey: .b)
            var list = outer.nestedUnkeyedContainer(forKey: .c)
            try first.encode("x", forKey: .a)
            try list.encode(1)
            var inner = list.nestedContainer(keyedBy: Key.self)
            var innermost = first.nestedUnkeyedContainer(forKey: .b)
            try list.encode(["two", "three"])
            try inner.encodeNil(forKey: .e)
            try innermost.encode(1.5)
            try list.superEncoder().encodeAlone(4)
            try outer.superEncoder().encodeAlone("s")
            try outer.superEncoder(forKey: .d).encodeAlone(true)
            try first.encode(2, forKey: .c)
            _ = list.nestedUnkeyedContainer()
            #expect(list.count == 5)
            // The same object again, under another type of keys.
            var again = encoder.container(keyedBy: Key.self)
            try again.encode("last", forKey: .e)
        }
    }

    @Test func writesNestedContainersInAnyOrder() throws {
        try expectAsFoundation(Interleaved())
        try expectAsFoundation([Interleaved(), Interleaved()])
        try expectAsFoundation(["a": ["b": Interleaved()]])
    }

    /// Encodes fields twice; the last value counts.
    struct Twice: Encodable {
        var keys: [String]

        struct Key: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            for (index, key) in keys.enumerated() {
                try container.encode([index: key], forKey: Key(stringValue: key))
            }
        }
    }

    @Test(arguments: [
        ["a", "a"], ["a", "b", "a"], ["a", "b", "b"], ["a", "a", "a"], ["a", "b", "c", "b", "a"],
        ["\"", "\"", "b"],
        ["b", "a", "c", "a", "a", "b", "d"],
    ])
    func keepsTheLastValueOfAKey(keys: [String]) throws {
        try expectAsFoundation(Twice(keys: keys))
        try expectAsFoundation([Twice(keys: keys), Twice(keys: keys)])
    }

    /// Asks for the containers of some keys, each time as an object and as an array, and writes to them at the end.
    struct AskedAgain: Encodable {
        var keys: [String]

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Twice.Key.self)
            var objects: [KeyedEncodingContainer<Twice.Key>] = []
            var arrays: [any UnkeyedEncodingContainer] = []
            for key in keys {
                objects.append(
                    container.nestedContainer(
                        keyedBy: Twice.Key.self, forKey: Twice.Key(stringValue: "\(key) object")))
                arrays.append(
                    container.nestedUnkeyedContainer(forKey: Twice.Key(stringValue: "\(key) array")))
            }
            for index in keys.indices.reversed() {
                try objects[index].encode(index, forKey: Twice.Key(stringValue: "\(index % 3)"))
                try arrays[index].encode(index)
                try container.encode(index, forKey: Twice.Key(stringValue: "last"))
            }
        }
    }

    @Test(arguments: [
        ["a", "a"], ["a", "b", "a"], ["\"", "\"", "b"], ["a", "b", "c", "b", "a"],
        (0..<200).map { "key \($0 % 70)" },
    ])
    func goesOnWithTheContainerOfAKey(keys: [String]) throws {
        try expectAsFoundation(AskedAgain(keys: keys))
        try expectAsFoundation([AskedAgain(keys: keys), AskedAgain(keys: keys)])
    }

    /// A container takes the place of a value of another form, where Foundation traps, and a value that of a container.
    @Test func keepsTheLastFormOfAKey() throws {
        struct Parts: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Twice.Key.self)
                let (a, b) = (Twice.Key(stringValue: "a"), Twice.Key(stringValue: "b"))
                var first = container.nestedContainer(keyedBy: Twice.Key.self, forKey: a)
                var second = container.nestedUnkeyedContainer(forKey: b)
                try first.encode(1, forKey: a)
                try second.encode(2)
                var third = container.nestedUnkeyedContainer(forKey: a)
                var fourth = container.nestedUnkeyedContainer(forKey: b)
                try fourth.encode(4)
                try container.encode("x", forKey: b)
                try third.encode(3)
            }
        }
        #expect(String(decoding: try JSON.encode(Parts()), as: UTF8.self) == #"{"a":[3],"b":"x"}"#)
        #expect(
            String(decoding: try JSON.encode([Parts(), Parts()]), as: UTF8.self)
                == #"[{"a":[3],"b":"x"},{"a":[3],"b":"x"}]"#)
    }

    /// Containers that are written later move with their keys.
    @Test func sortsContainersThatAreWrittenLater() throws {
        struct Backwards: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Twice.Key.self)
                var c = container.nestedUnkeyedContainer(forKey: Twice.Key(stringValue: "c"))
                try container.encode("x", forKey: Twice.Key(stringValue: "b"))
                var a = container.nestedContainer(
                    keyedBy: Twice.Key.self, forKey: Twice.Key(stringValue: "a"))
                try a.encode(2, forKey: Twice.Key(stringValue: "z"))
                try a.encode(1, forKey: Twice.Key(stringValue: "y"))
                try c.encode(3)
                try c.encode(4)
            }
        }
        try expectAsFoundation(Backwards())
        try expectAsFoundation(["2": [Backwards(), Backwards()], "1": [Backwards()]])
        #expect(
            String(decoding: try JSON.encode(GivesUp(), sortingKeys: true), as: UTF8.self)
                == #"{"end":2,"good":1,"list":[1]}"#)
    }

    @Test func keepsTheLastValueOfManyKeys() throws {
        let keys = (0..<200).map { "key \($0 % 70)" }
        try expectAsFoundation(Twice(keys: keys))
        try expectAsFoundation(Dictionary(uniqueKeysWithValues: (0..<200).map { ("key \($0)", $0) }))
    }

    /// What failed and was given up leaves nothing behind.
    struct GivesUp: Encodable {
        enum Key: CodingKey { case good, bad, list, end }
        struct Half: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.container(keyedBy: Key.self)
                try container.encode([1, 2], forKey: .good)
                var nested = container.nestedContainer(keyedBy: Key.self, forKey: .end)
                try nested.encode(1, forKey: .end)
                try container.encode(Double.nan, forKey: .bad)
            }
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: Key.self)
            try? container.encode(Half(), forKey: .bad)
            try container.encode(1, forKey: .good)
            try? container.encode([[Double.infinity]], forKey: .list)
            var list = container.nestedUnkeyedContainer(forKey: .list)
            try? list.encode(Half())
            try list.encode(1)
            try? list.encode(Half())
            try container.encode(2, forKey: .end)
        }
    }

    @Test func takesBackWhatFailed() throws {
        #expect(
            String(decoding: try JSON.encode(GivesUp()), as: UTF8.self)
                == #"{"good":1,"list":[1],"end":2}"#)
    }

    /// Uses an encoder as its documentation forbids: an error, no trap.
    @Test func refusesMisuse() {
        struct Both: Encodable {
            func encode(to encoder: any Encoder) throws {
                _ = encoder.unkeyedContainer()
                _ = encoder.container(keyedBy: GivesUp.Key.self)
            }
        }
        struct TwoValues: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(1)
                try container.encode(2)
            }
        }
        #expect(throws: EncodingError.self) { try JSON.encode(Both()) }
        #expect(throws: EncodingError.self) { try JSON.encode([TwoValues()]) }
    }

    @Test func tellsTheCodingPath() throws {
        struct Pathfinder: Encodable {
            func encode(to encoder: any Encoder) throws {
                var container = encoder.singleValueContainer()
                try container.encode(encoder.codingPath.map(\.stringValue).joined(separator: "."))
            }
        }
        struct Outer: Encodable {
            var list = [Pathfinder(), Pathfinder()]
            var field = ["key \"": Pathfinder()]
        }
        #expect(
            String(decoding: try JSON.encode(Outer()), as: UTF8.self)
                == #"{"list":["list.Index 0","list.Index 1"],"field":{"key \"":"field.key \""}}"#)
    }
}

extension Encoder {
    /// Encodes a single value.
    fileprivate func encodeAlone(_ value: some Encodable) throws {
        var container = singleValueContainer()
        try container.encode(value)
    }
}
