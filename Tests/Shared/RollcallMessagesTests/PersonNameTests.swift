import Foundation
import RollcallMessages
import TestSupport
import Testing

struct PersonNameTests {
    private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

    private func refusal(_ text: String) -> TextError? {
        do {
            _ = try PersonName(text)
            return nil
        } catch {
            return error
        }
    }

    @Test func allSpellingsOfANameAreOneName() throws {
        let name = PersonName("Jos\u{e9} \u{c5}ngstr\u{f6}m")
        for spelling in [
            "Jose\u{301} A\u{30a}ngstro\u{308}m", "  Jos\u{e9}  \u{212b}ngstr\u{f6}m\n",
            "\tJos\u{e9}\u{a0}\u{c5}ngstr\u{f6}m\r\n",
            "Jos\u{e9}\u{3000}\u{2009}\u{c5}ngstr\u{f6}m",
        ] {
            let other = try PersonName(spelling)
            #expect(other == name)
            // Swift compares texts by what they look like, DynamoDB by bytes.
            #expect(scalars(other.text) == scalars("Jos\u{e9} \u{c5}ngstr\u{f6}m"), "\(scalars(spelling))")
        }
        #expect(scalars(name.decomposed) == scalars("Jose\u{301} A\u{30a}ngstro\u{308}m"))
    }

    /// Python's normalization is the oracle, for the characters that it knows: Foundation's takes U+20041 for U+0041
    /// before a mark.
    @Test func composesEveryCharacterAsPythonDoes() async throws {
        let script = """
            import unicodedata
            for value in range(0xA0, 0x30000):
                if unicodedata.category(chr(value))[0] in 'LMN':
                    text = 'a\\u0323' + chr(value) + '\\u0301\\u0323'
                    composed = unicodedata.normalize('NFC', text)
                    print(value, *map(ord, composed))
            """
        let python = try await Subprocess.run("python3", ["-c", script])
        var compared = 0
        for line in python.text.split(separator: "\n") {
            let numbers = line.split(separator: " ").compactMap { UInt32($0) }
            let scalar = try #require(numbers.first.flatMap { Unicode.Scalar($0) })
            // A letter before it, a mark behind it: what composes, and what is put in another order.
            let text = "a\u{323}" + String(Character(scalar)) + "\u{301}\u{323}"
            guard let name = try? PersonName(text) else { continue }
            compared += 1
            if scalars(name.text) != Array(numbers.dropFirst()) {
                Issue.record("\(line): \(scalars(name.text))")
            }
        }
        #expect(compared > 100_000)
    }

    @Test(arguments: [
        "O\u{2019}Brien-Sm\u{ed}th, Jr.", "李小龙", "山田 太郎", "Nguyễn Văn A", "mr_bean", "Player 7",
        "د. علی\u{200c}رضا",
        "ශ්\u{200d}රී", "葛\u{e0100}城", "Ada ❤\u{fe0f}", "ᠭ\u{180b}", "Владимир", "Robert \"Bob\" Ray", "é",
    ])
    func namesOfTheWorldAreTaken(text: String) throws {
        #expect(try PersonName(text).text == text.precomposedStringWithCanonicalMapping)
    }

    @Test(arguments: [
        "Ada\nLovelace", "Ada\u{1b}[31m", "Ada\u{0}", "Ada\u{7f}", "Ada\u{85}Lovelace", "Ada\u{9b}31m",
        "Ada\u{2028}Lovelace", "Ada\u{202e}ecalevoL", "\u{2067}Ada", "Ada\u{200b}Lovelace",
        "Ada\u{200d}Lovelace",
        "Ada\u{ad}", "\u{feff}Ada", "Ada\u{e0041}", "Ada\u{3164}", "Ada\u{115f}", "Ada\u{34f}", "Zo\u{fffd}",
        "Ada\u{e000}", "Ada\u{10ffff}", "\u{301}Ada", "Ada\u{180e}", "علی\u{200c}", "Ada\u{6}\u{8}",
        "Var\u{fe0f}X", "Ada\u{fe00}", "Ada 1\u{fe0f}", "A\u{e0100}da", "Ada\u{2800}B",
    ])
    func whatDoesNotShowIsRefused(text: String) throws {
        guard case .character(let value, let index) = refusal(text) else {
            Issue.record("\(scalars(text)): \(String(describing: refusal(text)))")
            return
        }
        #expect(scalars(text).contains(value))
        #expect(index < text.unicodeScalars.count)
        // What is wrong is told without showing it.
        let words = try #require(refusal(text)).description
        #expect(words.unicodeScalars.allSatisfy { $0.isASCII && $0.value >= 0x20 }, "\(words)")
    }

    @Test func whatIsNoNameIsRefused() throws {
        for text in ["", " ", "   ", "\n", "\u{3000}\t"] { #expect(refusal(text) == .empty) }
        for text in ["-", "...", "?? !"] { #expect(refusal(text) == .noLetter) }
        for text in ["rollcall:gallery", "Rollcall:Gallery", " rollcall:x"] {
            #expect(refusal(text) == .reserved(prefix: "rollcall:"))
        }
        #expect(PersonName("rollcall").text == "rollcall")
    }

    @Test func aNameHasABound() throws {
        #expect(try PersonName(String(repeating: "é", count: 256)).text.utf8.count == 512)
        #expect(refusal(String(repeating: "é", count: 257)) == .tooLong(bytes: 514, maximum: 512))
        #expect(refusal(String(repeating: " ", count: 1 << 20) + "Ada") != nil)
        #expect(refusal("e" + String(repeating: "\u{301}", count: 1 << 20)) != nil)
        // Longer as it is written than as it is stored.
        #expect(try PersonName(String(repeating: "e\u{301}", count: 256)).text.utf8.count == 512)
    }

    @Test func whatElseIsKnownIsCleanedLikeANameAndMayBeEmpty() throws {
        #expect(try Student.detail("  Computer   Science ") == "Computer Science")
        #expect(try Student.detail(" ") == nil)
        #expect(try Student.detail(nil) == nil)
        #expect(try Student.detail("-") == "-")
        #expect(throws: TextError.self) { try Student.detail("Law\u{1b}]0;x\u{7}") }
        #expect(throws: TextError.self) { try Student.detail(String(repeating: "x", count: 257)) }
    }

    @Test(arguments: [
        (#"{"enroll":{"name":" ","photographs":[]}}"#, "enroll.name"),
        (#"{"enroll":{"name":"Ada\u001b[2J","photographs":[]}}"#, "enroll.name"),
        (#"{"enroll":{"name":"rollcall:gallery","photographs":[]}}"#, "Rollcall's own"),
        (#"{"enroll":{"name":"Ada","major":"\u202elaw","photographs":[]}}"#, "major"),
        (#"{"correct":{"clip":"a/5.h264","is":"Ada\nBob"}}"#, "correct.is"),
        (#"{"correct":{"clip":"a/5.h264","not":""}}"#, "correct.not"),
    ])
    func eventsAreHeldToIt(event: String, words: String) throws {
        let work = try? Work(recognizerEvent: [UInt8](event.utf8), defaults: EventDefaults(bucket: "b"))
        let error = #expect(throws: EventError.self) {
            _ = try Work(recognizerEvent: [UInt8](event.utf8), defaults: EventDefaults(bucket: "b"))
                .items.map { try $0.request.get() }
        }
        #expect(
            error.map { "\($0)" }?.contains(words) == true,
            "\(String(describing: error)) \(String(describing: work))")
    }

    @Test func anEventsNameIsCleaned() throws {
        let event = #"{"enroll":{"name":" Jose\u0301  Sm\u00edth ","id":7,"year":2027,"photographs":[]}}"#
        let work = try Work(recognizerEvent: [UInt8](event.utf8), defaults: EventDefaults(bucket: "b"))
        guard case .enroll(let request) = try work.items.first?.request.get() else {
            Issue.record("no enrollment")
            return
        }
        #expect(scalars(request.name.text) == scalars("Jos\u{e9} Sm\u{ed}th"))
        #expect((request.id, request.year) == ("7", "2027"))
    }
}
