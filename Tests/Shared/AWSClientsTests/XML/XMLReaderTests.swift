import Testing

@testable import AWSClients

struct XMLReaderTests {
    private func read(_ text: String) -> XMLElement? {
        XMLReader.read(Array(text.utf8))
    }

    @Test
    func readsElementsAndText() throws {
        let root = try #require(
            read(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <!-- a comment with <tags> -->
                <List xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
                  <Key>a &amp; b &lt;&gt;&quot;&apos; &#65;&#x1F600;</Key><Key/><Key />
                  <Raw><![CDATA[<not & a tag>]]></Raw>
                </List>
                """))
        #expect(root.name == "List")
        #expect(root.all("Key").map(\.text) == ["a & b <>\"' A😀", "", ""])
        #expect(root["Raw"]?.text == "<not & a tag>")
        #expect(root["None"] == nil)
    }

    @Test(arguments: [
        "", " ", "text", "<", "<a", "<a>", "<a></b>", "</a>", "<a>&nbsp;</a>", "<a>&#xD800;</a>",
        "<a>&amp</a>",
        "<a>&#99999999999;</a>", "<>x</>", "<a><![CDATA[x</a>", "<a><!-- x</a>",
        "<!DOCTYPE a [<!ENTITY x \"xx\">]><a>&x;</a>",
    ])
    func refusesWhatIsMalformed(_ text: String) {
        #expect(read(text) == nil)
    }

    @Test
    func boundsTheDepth() {
        let depth = 100_000
        #expect(read(String(repeating: "<a>", count: depth)) == nil)
        #expect(
            read(String(repeating: "<a>", count: 32) + String(repeating: "</a>", count: 32))?.name == "a")
    }

    @Test
    func survivesRandomBytes() {
        var random = HostileRandom(seed: 7)
        let pieces = [
            "<", ">", "/", "a", "&", ";", "#", "x", "<!", "]]>", "<![CDATA[", "-->", "<?", "?>", " ",
        ]
        for _ in 0..<20_000 {
            let text = (0..<12).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            _ = read(text)
        }
        for _ in 0..<2000 {
            _ = XMLReader.read((0..<50).map { _ in UInt8.random(in: 0...255, using: &random) })
        }
    }
}
