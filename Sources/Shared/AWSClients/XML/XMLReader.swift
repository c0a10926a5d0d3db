/// Reads what S3 writes: elements, text, the predefined entities and character references, CDATA. Comments,
/// declarations and attributes are skipped; a document type, with which a document could grow without bound,
/// is refused.
struct XMLReader {
    /// S3's answers nest five deep.
    private static let maximumDepth = 32

    private var rest: ArraySlice<UInt8>

    private init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// The document's root, nil where the bytes are no such document.
    static func read(_ bytes: [UInt8]) -> XMLElement? {
        var reader = XMLReader(bytes)
        var open: [XMLElement] = []
        while true {
            let text = reader.takeText()
            if !open.isEmpty { open[open.count - 1].text += text ?? "" }
            guard text != nil, let tag = reader.takeTag() else { return nil }
            switch tag {
            case .skipped: break
            case .text(let text):
                guard !open.isEmpty else { return nil }
                open[open.count - 1].text += text
            case .start(let name, let isEmpty):
                guard open.count < maximumDepth else { return nil }
                open.append(XMLElement(name: name))
                if isEmpty, let root = close(&open) { return root }
            case .end(let name):
                guard open.last?.name == name else { return nil }
                if let root = close(&open) { return root }
            }
        }
    }

    /// Ends the innermost element; returns it when it is the root.
    private static func close(_ open: inout [XMLElement]) -> XMLElement? {
        guard let element = open.popLast() else { return nil }
        guard !open.isEmpty else { return element }
        open[open.count - 1].children.append(element)
        return nil
    }

    private enum Tag {
        case start(String, isEmpty: Bool)
        case end(String)
        case text(String)
        case skipped
    }

    /// Takes all up to the next tag; nil when an entity is unknown.
    private mutating func takeText() -> String? {
        let end = rest.firstIndex(of: UInt8(ascii: "<")) ?? rest.endIndex
        defer { rest = rest[end...] }
        return XMLText.decode(rest[..<end])
    }

    /// Takes one tag; nil at the end or where it is malformed.
    private mutating func takeTag() -> Tag? {
        if take("<!--") { return skip(past: "-->") }
        if take("<?") { return skip(past: "?>") }
        if take("<![CDATA[") {
            guard let content = takeUntil("]]>") else { return nil }
            return .text(String(decoding: content, as: UTF8.self))
        }
        if take("</") {
            guard let content = takeUntil(">") else { return nil }
            return .end(Self.name(content))
        }
        guard !rest.starts(with: "<!".utf8), take("<"), let content = takeUntil(">") else { return nil }
        let isEmpty = content.last == UInt8(ascii: "/")
        let name = Self.name(isEmpty ? content.dropLast() : content)
        return name.isEmpty ? nil : .start(name, isEmpty: isEmpty)
    }

    private mutating func take(_ prefix: String) -> Bool {
        guard rest.starts(with: prefix.utf8) else { return false }
        rest = rest.dropFirst(prefix.utf8.count)
        return true
    }

    private mutating func skip(past mark: String) -> Tag? {
        takeUntil(mark) == nil ? nil : .skipped
    }

    private mutating func takeUntil(_ mark: String) -> ArraySlice<UInt8>? {
        let mark = Array(mark.utf8)
        guard let start = rest.indices.first(where: { rest[$0...].starts(with: mark) }) else { return nil }
        defer { rest = rest[(start + mark.count)...] }
        return rest[..<start]
    }

    /// The tag's first word: what follows are attributes.
    private static func name(_ content: ArraySlice<UInt8>) -> String {
        String(decoding: content.prefix { !(9...13).contains($0) && $0 != UInt8(ascii: " ") }, as: UTF8.self)
    }
}
