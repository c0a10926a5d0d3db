import Foundation
import Testing
import WireFormats

struct PercentEncodingTests {
    /// RFC 3986, section 2.3.
    private static let unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"

    @Test(arguments: [
        "", "a b+c/d", "Zoë & 王", "100%", "\u{1}\u{7F}", "😀=?#", PercentEncodingTests.unreserved,
    ])
    func encodesAsFoundationDoes(text: String) {
        let segment = CharacterSet(charactersIn: Self.unreserved)
        let path = CharacterSet(charactersIn: Self.unreserved + "/")
        #expect(PercentEncoding.encode(text) == text.addingPercentEncoding(withAllowedCharacters: segment))
        #expect(PercentEncoding.encodePath(text) == text.addingPercentEncoding(withAllowedCharacters: path))
        #expect(PercentEncoding.decode(PercentEncoding.encode(text)) == text)
        #expect(PercentEncoding.decodeLeniently(PercentEncoding.encodePath(text)) == text)
    }

    @Test func keepsWhatIsToBeKept() {
        #expect(PercentEncoding.encode("a#b~", keeping: { $0 != UInt8(ascii: "#") }) == "a%23b~")
    }

    @Test(arguments: [
        ("a+b%20c", "a+b c", "a b c"), ("%2B%2b", "++", "++"), ("Zo%C3%ab", "Zoë", "Zoë"),
        ("Zoë", "Zoë", "Zoë"),
    ])
    func decodesWithAndWithoutSpaces(text: String, plain: String, form: String) {
        #expect(PercentEncoding.decode(text) == plain)
        #expect(PercentEncoding.decode(text, plusIsSpace: true) == form)
        #expect(PercentEncoding.decodeLeniently(text, plusIsSpace: true) == form)
    }

    @Test(arguments: [
        ("100%", "100%"), ("%4", "%4"), ("%4g", "%4g"), ("%g4", "%g4"), ("%%41", "%A"), ("%+1", "%+1"),
        ("%C3", "\u{FFFD}"),
    ])
    func knowsWhatIsNoEscape(text: String, lenient: String) {
        #expect(PercentEncoding.decode(text) == nil)
        #expect(PercentEncoding.decodeLeniently(text) == lenient)
    }
}
