/// Checks a JSON text (RFC 8259) and notes where its values lie, in one pass.
struct JSONParser: ~Copyable {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int
    private(set) var nodes: [JSONNode] = []

    /// As deep as in Foundation; a thread's stack holds that many calls.
    private static let maximumDepth = 512
    /// What nodes can tell; Lambda's largest event has 6 MiB.
    private static let maximumSize = 1 << 28

    /// - Parameter bytes: UTF-8, less than 256 MiB.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        // RFC 8259, section 8.1: a byte order mark may be ignored.
        position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        nodes.reserveCapacity(min(max(bytes.count / 24, 32), 1 << 16))
    }

    /// Parses the whole text.
    mutating func parse() throws(JSONSyntaxError) {
        guard bytes.count < Self.maximumSize else { throw error("a text of 256 MiB or more") }
        skipSpace()
        try parseValue(depth: 0)
        skipSpace()
        if position < bytes.count { throw error("text after the value") }
        // Stands for what the text does not have.
        append(.null, from: position)
    }

    private mutating func parseValue(depth: Int) throws(JSONSyntaxError) {
        switch try peek() {
        case UInt8(ascii: "\""): try parseString()
        case UInt8(ascii: "{"): try parseObject(depth: depth + 1)
        case UInt8(ascii: "["): try parseArray(depth: depth + 1)
        case UInt8(ascii: "t"): try parseWord("true", .true)
        case UInt8(ascii: "f"): try parseWord("false", .false)
        case UInt8(ascii: "n"): try parseWord("null", .null)
        default: try parseNumber()
        }
    }

    private mutating func parseObject(depth: Int) throws(JSONSyntaxError) {
        let node = try open(.object, depth)
        var count = 0
        if try peek() == UInt8(ascii: "}") {
            position += 1
            return close(node, count)
        }
        while true {
            guard try peek() == UInt8(ascii: "\"") else { throw error("no key") }
            try parseString()
            skipSpace()
            guard try peek() == UInt8(ascii: ":") else { throw error("no colon after a key") }
            position += 1
            skipSpace()
            try parseValue(depth: depth)
            count += 1
            guard try hasMore(before: UInt8(ascii: "}")) else { return close(node, count) }
        }
    }

    private mutating func parseArray(depth: Int) throws(JSONSyntaxError) {
        let node = try open(.array, depth)
        var count = 0
        if try peek() == UInt8(ascii: "]") {
            position += 1
            return close(node, count)
        }
        while true {
            try parseValue(depth: depth)
            count += 1
            guard try hasMore(before: UInt8(ascii: "]")) else { return close(node, count) }
        }
    }

    private mutating func open(_ kind: JSONNode.Kind, _ depth: Int) throws(JSONSyntaxError) -> Int {
        if depth > Self.maximumDepth { throw error("arrays and objects nested too deep") }
        nodes.append(JSONNode(kind: kind, start: position, end: position, next: 0))
        position += 1
        skipSpace()
        return nodes.count - 1
    }

    private mutating func close(_ node: Int, _ count: Int) {
        nodes[node] = JSONNode(
            kind: nodes[node].kind, start: Int(nodes[node].start), end: position, next: nodes.count,
            count: count)
    }

    /// Passes the comma after an element, or the container's end.
    private mutating func hasMore(before end: UInt8) throws(JSONSyntaxError) -> Bool {
        skipSpace()
        let byte = try peek()
        guard byte == UInt8(ascii: ",") || byte == end else {
            throw error("neither comma nor end after an element")
        }
        position += 1
        if byte == end { return false }
        skipSpace()
        return true
    }

    private mutating func parseWord(_ word: StaticString, _ kind: JSONNode.Kind) throws(JSONSyntaxError) {
        let start = position
        let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        for letter in letters {
            guard position < bytes.count, bytes[position] == letter else { throw error("an unknown word") }
            position += 1
        }
        append(kind, from: start)
    }

    private mutating func parseNumber() throws(JSONSyntaxError) {
        let start = position
        var kind = JSONNode.Kind.integer
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        if position < bytes.count, bytes[position] == UInt8(ascii: "0") {
            position += 1
        } else {
            try parseDigits()
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
            kind = .number
            position += 1
            try parseDigits()
        }
        if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
            kind = .number
            position += 1
            if position < bytes.count,
                bytes[position] == UInt8(ascii: "+") || bytes[position] == UInt8(ascii: "-")
            {
                position += 1
            }
            try parseDigits()
        }
        append(kind, from: start)
    }

    private mutating func parseDigits() throws(JSONSyntaxError) {
        let start = position
        while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
        if position == start {
            throw error(start == 0 || position < bytes.count ? "no value" : "an unfinished number")
        }
    }

    private mutating func parseString() throws(JSONSyntaxError) {
        position += 1
        let start = position
        var kind = JSONNode.Kind.string
        while true {
            position = bytes.endOfPlainText(from: position)
            guard position < bytes.count else { throw error("a string without end") }
            switch bytes[position] {
            case UInt8(ascii: "\""):
                append(kind, from: start)
                position += 1
                return
            case UInt8(ascii: "\\"):
                kind = .escapedString
                try parseEscape()
            case 0x80...:
                guard let length = bytes.lengthOfCharacter(at: position) else {
                    throw error("text that is not UTF-8")
                }
                position += length
            default:
                throw error("a control character in a string")
            }
        }
    }

    private mutating func parseEscape() throws(JSONSyntaxError) {
        position += 1
        switch try peek() {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case UInt8(ascii: "u"):
            guard position + 4 < bytes.count,
                bytes[(position + 1)...(position + 4)].allSatisfy({ $0.hexadecimalValue != nil })
            else { throw error("an escape without four digits") }
            position += 5
        default: throw error("an unknown escape")
        }
    }

    private mutating func append(_ kind: JSONNode.Kind, from start: Int) {
        nodes.append(JSONNode(kind: kind, start: start, end: position, next: nodes.count + 1))
    }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): position += 1
            default: return
            }
        }
    }

    private func peek() throws(JSONSyntaxError) -> UInt8 {
        guard position < bytes.count else { throw error("the text ends too early") }
        return bytes[position]
    }

    private func error(_ reason: StaticString) -> JSONSyntaxError {
        JSONSyntaxError(offset: position, reason: reason)
    }
}
