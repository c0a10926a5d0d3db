import FoundationEssentials
import TestSupport
import TestSupport
import Testing
import WireFormats

/// Random values and damaged texts: both coders agree, and nothing traps.
@Suite struct JSONFuzzTests {
    @Test(arguments: 0..<5 as Range<UInt64>)
    func readsWhatItWrites(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            let value = AnyJSON.random(using: &random)
            let ours = try JSON.encode([value])
            #expect(
                try JSON.decode([AnyJSON].self, from: ours)
                    == JSONDecoder().decode([AnyJSON].self, from: Data(ours)))
            let theirs = try JSONEncoder().encode([value])
            expectAsFoundation([AnyJSON].self, Array(theirs))
            #expect(
                try JSON.decode([AnyJSON].self, from: theirs.map(\.self))
                    == JSON.decode([AnyJSON].self, from: ours))
        }
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func sortsKeysAsFoundationDoes(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for _ in 0..<100 {
            let value = [AnyJSON.random(using: &random)]
            #expect(
                String(decoding: try JSON.encode(value, sortingKeys: true), as: UTF8.self)
                    == String(decoding: try encoder.encode(value), as: UTF8.self))
        }
    }

    @Test(arguments: 0..<5 as Range<UInt64>)
    func roundTripsDoubles(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let numbers = (0..<500).map { _ in Double.random(using: &random) }
        #expect(try JSON.decode([Double].self, from: JSON.encode(numbers)) == numbers)
        for number in numbers.prefix(100) {
            // Other spellings than the shortest: the nearest number all the same.
            let digits = (0..<Int.random(in: 1...40, using: &random)).map { _ in
                Int.random(in: 0...9, using: &random)
            }
            let text =
                "\(number < 0 ? "-" : "")0.\(digits.map(String.init).joined())e\(Int.random(in: -300...310, using: &random))"
            expectAsFoundation(Double.self, text)
        }
    }

    @Test(arguments: 0..<10 as Range<UInt64>)
    func agreesOnDamagedTexts(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var json = try JSON.encode([AnyJSON.random(using: &random)])
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: 0..<json.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: json.remove(at: index)
                case 1: json[index] = UInt8.random(in: 0...255, using: &random)
                case 2:
                    json.insert(
                        Array("[]{},:\"\\0eE-.u \n".utf8).randomElement(using: &random) ?? 0, at: index)
                default: json.removeSubrange(index...)
                }
                if json.isEmpty { break }
            }
            // The kind of the error is not compared: this type gives up on one form of value after the other.
            let ours = try? JSON.decode(AnyJSON.self, from: json)
            let theirs = try? JSONDecoder().decode(AnyJSON.self, from: Data(json))
            let text = String(decoding: json, as: UTF8.self)
            // Foundation takes a comma before the end of an array or object.
            if ours == nil, text.contains(/,[ \n]*[\]}]/) { continue }
            #expect(ours == theirs, "\(text)")
        }
    }

    /// A text that ends too early is refused, wherever it ends.
    @Test func refusesEveryPrefix() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<30 {
            let json = try JSON.encode([AnyJSON.random(using: &random)])
            for length in 0..<json.count {
                #expect(throws: DecodingError.self) {
                    try JSON.decode(AnyJSON.self, from: Array(json.prefix(length)))
                }
            }
        }
    }
}
