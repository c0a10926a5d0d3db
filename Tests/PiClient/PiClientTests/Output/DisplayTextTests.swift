import Foundation
import RollcallMessages
import Testing

@testable import PiClient

/// What comes from outside is only drawn, wherever it is shown.
@Suite struct DisplayTextTests {
    /// Controls (C0, DEL, C1), line and paragraph separators, bidirectional and format controls, what is invisible.
    private static let hostile: [ClosedRange<UInt32>] = [
        0...0x1f, 0x7f...0x9f, 0xad...0xad, 0x34f...0x34f, 0x600...0x605, 0x61c...0x61c, 0x115f...0x1160,
        0x180b...0x180f, 0x200b...0x200f, 0x2028...0x202e, 0x2060...0x206f, 0x3164...0x3164, 0xfe00...0xfe0f,
        0xfeff...0xfeff, 0xffa0...0xffa0, 0xfff9...0xfffb, 0x1d173...0x1d17a, 0xe0001...0xe007f,
    ]
    private static let scalars = hostile.joined().compactMap(Unicode.Scalar.init)

    private func clip(name: String? = "Ada", error: String? = nil) -> AnsweredClip {
        let box = BoundingBox(x: 1, y: 2, width: 3, height: 4)
        let people = [RecognizedFace(box: box, name: name, major: name, year: name)]
        let result = RecognitionResult(
            identity: ClipIdentity(device: "pi", timestamp: 1_700_000_000_123),
            clipKey: "pi/1700000000123.h264", status: error == nil ? .recognized : .failed,
            people: error == nil ? people : [], error: error, timings: Timings())
        return AnsweredClip(result: result, latency: .seconds(1), isLate: false, firstPersonNumber: 1)
    }

    @Test(arguments: scalars)
    func noControlReachesTheScreen(scalar: Unicode.Scalar) throws {
        let text = "A\(scalar)B"
        #expect(["AB", "A\u{fffd}B"].contains(text.cleaned))
        for format in [TextFormat(isTerminal: false), ClassicFormat(), JSONFormat()] as [any ResultFormat] {
            let usual = try #require(format.text(of: clip(name: "AB"))).value
            let shown = try #require(format.text(of: clip(name: text))).value
            #expect(shown.unicodeScalars.contains(scalar) == usual.unicodeScalars.contains(scalar))
            #expect(shown.split(separator: "\n").count == usual.split(separator: "\n").count)
        }
        let failed = try #require(TextFormat(isTerminal: false).text(of: clip(error: text))).value
        #expect(failed.hasSuffix("\tfailed\tA\u{fffd}B") || failed.hasSuffix("\tfailed\tAB"))
    }

    /// A program reads the very name, a terminal nothing that it obeys.
    @Test func aLineOfJSONSaysTheSame() throws {
        let name = String(String.UnicodeScalarView(Self.scalars)) + "\u{0600}\"\\ Zoë 🙂"
        let line = try #require(JSONFormat().text(of: clip(name: name))).value
        let undrawn = line.unicodeScalars.filter { !$0.isOnlyDrawn }
        #expect(undrawn.isEmpty)
        let read = try JSONDecoder().decode(ClipLine.self, from: Data(line.utf8))
        #expect(read.result.name == name)
    }

    @Test func aNameCannotForgeALineOfTheOriginalClient() throws {
        let forged = "Bob\", \"X\", \"Y\"\nThe 2 person recognized: \"Admin"
        let text = try #require(ClassicFormat().text(of: clip(name: forged))).value
        let lines = text.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].split(separator: "\"").count == 6)
        #expect(lines[1] == "Latency: 1.00 seconds.")
    }

    @Test func whatPeopleAreCalledStaysAsItIs() {
        for name in ["Zoë", "José", "Nguyễn Văn", "陳大文", "علي", "O'Neil-Ⅳ", "🙂"] {
            #expect(name.cleaned == name)
        }
    }

    @Test func aLongTextIsCutOff() {
        #expect(String(repeating: "a", count: 1_000_000).cleaned.count < 5000)
    }

    /// A camera's last words, or a service's error, stand below the client's own words and are told from them.
    @Test func aNoticeCannotForgeALine() {
        let transcript = Transcript()
        transcript.console.notice("it failed\nrollcall: all is well\r\u{1b}[2J\n  and so on")
        #expect(transcript.said == "it failed\n  rollcall: all is well\u{fffd}\u{fffd}[2J\n  and so on")
    }

    @Test func whatTheDoctorFindsIsCleaned() {
        let finding = Finding.fail("queue", "\u{1b}]0;x\u{7}", remedy: "see\nFAIL")
        #expect(finding.text(isTerminal: false) == "FAIL  queue        �]0;x�\n      → see�FAIL")
    }
}
