/// Decodes an array, element by element.
struct JSONUnkeyedDecoding: UnkeyedDecodingContainer {
    private let document: JSONDocument
    private let array: UInt32
    private var node: UInt32
    private var index: UInt32 = 0

    /// - Throws: `DecodingError` where the node is no array.
    init(document: JSONDocument, node: Int) throws {
        guard document.nodes[node].kind == .array else { throw document.mismatch([Any].self, at: node) }
        self.document = document
        array = UInt32(node)
        self.node = array + 1
    }

    var codingPath: [any CodingKey] { document.path(to: Int(array)) }
    var count: Int? { document.nodes[Int(array)].count }
    var currentIndex: Int { Int(index) }
    var isAtEnd: Bool { Int(index) == document.nodes[Int(array)].count }

    mutating func decodeNil() throws -> Bool {
        let node = try current(Any?.self)
        guard document.isNull(node) else { return false }
        advance()
        return true
    }

    mutating func decode(_ type: Bool.Type) throws -> Bool { try next(type) { try $0.boolean(at: $1) } }
    mutating func decode(_ type: String.Type) throws -> String { try next(type) { try $0.string(at: $1) } }
    mutating func decode(_ type: Double.Type) throws -> Double { try next(type) { try $0.double(at: $1) } }
    mutating func decode(_ type: Float.Type) throws -> Float { try next(type) { try $0.float(at: $1) } }
    mutating func decode(_ type: Int.Type) throws -> Int { try nextInteger(type) }
    mutating func decode(_ type: Int8.Type) throws -> Int8 { try nextInteger(type) }
    mutating func decode(_ type: Int16.Type) throws -> Int16 { try nextInteger(type) }
    mutating func decode(_ type: Int32.Type) throws -> Int32 { try nextInteger(type) }
    mutating func decode(_ type: Int64.Type) throws -> Int64 { try nextInteger(type) }
    mutating func decode(_ type: Int128.Type) throws -> Int128 { try nextInteger(type) }
    mutating func decode(_ type: UInt.Type) throws -> UInt { try nextInteger(type) }
    mutating func decode(_ type: UInt8.Type) throws -> UInt8 { try nextInteger(type) }
    mutating func decode(_ type: UInt16.Type) throws -> UInt16 { try nextInteger(type) }
    mutating func decode(_ type: UInt32.Type) throws -> UInt32 { try nextInteger(type) }
    mutating func decode(_ type: UInt64.Type) throws -> UInt64 { try nextInteger(type) }
    mutating func decode(_ type: UInt128.Type) throws -> UInt128 { try nextInteger(type) }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try next(type) { try $0.decode(type, at: $1) }
    }

    mutating func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type
    ) throws -> KeyedDecodingContainer<NestedKey> {
        try next([String: Any].self) {
            KeyedDecodingContainer(try JSONKeyedDecoding<NestedKey>(document: $0, node: $1))
        }
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next([Any].self) { try JSONUnkeyedDecoding(document: $0, node: $1) }
    }

    mutating func superDecoder() throws -> any Decoder {
        try next((any Decoder).self) { JSONValueDecoder(document: $0, node: $1) }
    }

    private mutating func nextInteger<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        try next(type) { try $0.integer(type, at: $1) }
    }

    /// Passes the element if it can be decoded.
    private mutating func next<Value>(
        _ type: any Any.Type, _ decode: (JSONDocument, Int) throws -> Value
    ) throws -> Value {
        let value = try decode(document, current(type))
        advance()
        return value
    }

    private func current(_ type: any Any.Type) throws -> Int {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                type,
                .init(
                    codingPath: codingPath + [JSONKey(intValue: currentIndex)],
                    debugDescription: "The array has no more elements."))
        }
        return Int(node)
    }

    private mutating func advance() {
        node = document.nodes[Int(node)].next
        index += 1
    }
}
