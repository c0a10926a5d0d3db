import Foundation
import Testing
import WireFormats

struct Base64Tests {
    @Test(arguments: 0..<70)
    func isFoundationsBase64(_ count: Int) {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
        let text = Base64.encode(bytes)
        #expect(text == Data(bytes).base64EncodedString())
        #expect(Base64.decode(text) == bytes)
        let lines = Data(bytes).base64EncodedString(options: .lineLength64Characters)
        #expect(Base64.decode(lines, ignoringLineEnds: true) == bytes)
    }

    @Test(arguments: [
        "A", "AB", "ABC", "AB=", "AB==C", "ABC==", "=", "ABCD=", "AB CD", "ABCD EFG", "AB=C", "ABC\u{E9}",
        "AB==\n",
    ])
    func refusesWhatIsNot(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test
    func ignoresLineEndsWhereAsked() {
        #expect(Base64.decode("QUJD\r\nREU=\n", ignoringLineEnds: true) == Array("ABCDE".utf8))
    }
}
