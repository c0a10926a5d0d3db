import Testing

@testable import WireFormats

struct SearchTests {
    @Test(arguments: [
        ("", "", true), ("a", "", true), ("", "a", false), ("abc", "bc", true), ("abc", "abcd", false),
        ("aab", "ab", true), ("Zoë", "oë", true), ("e\u{301}", "e", true),
    ])
    func findsATextByItsBytes(text: String, part: String, isThere: Bool) {
        #expect(text.includes(part) == isThere)
    }
}
