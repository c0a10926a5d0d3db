import RollcallMessages

/// The page of `rollcall report`: its own styles and script, the results as JSON, and no address of anything outside.
enum ReportPage {
    private struct Content: Encodable {
        let stages: [StageRow]
        let lines: [ClipLine]
    }

    /// The page. Its content security policy lets only its own style and script through, which have a random nonce.
    ///
    /// - Throws: what encoding the results throws.
    static func html(_ lines: ReportLines) throws -> String {
        let nonce = (0..<4).map { _ in String(UInt32.random(in: .min ... .max), radix: 16) }.joined()
        let content = Content(stages: Stage.allCases.map(StageRow.init), lines: lines.clips)
        return text(PackageResources.report_html)
            .replacing("{{nonce}}", with: nonce)
            .replacing("{{style}}", with: text(PackageResources.report_css))
            .replacing("{{script}}", with: text(PackageResources.report_js))
            // Last, so that nothing in it is taken for a place to fill.
            .replacing("{{data}}", with: try scriptData(content))
    }

    /// JSON that may stand in an HTML `script` element: nothing in it ends the element, or begins a comment
    /// ("Restrictions for contents of script elements", HTML Living Standard).
    ///
    /// Byte by byte: to Swift, a `<` and a mark that joins it are one character, and not `<`.
    private static func scriptData(_ content: Content) throws -> String {
        var bytes: [UInt8] = []
        for byte in try MessageCoding.encode(content) {
            if byte == UInt8(ascii: "<") { bytes += Array("\\u003c".utf8) } else { bytes.append(byte) }
        }
        return text(bytes).escapedJSON
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }
}
