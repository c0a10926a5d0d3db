/// Encodes an array, element by element.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    private let writer: JSONWriter
    private let level: Int

    init(writer: JSONWriter, level: Int) {
        self.writer = writer
        self.level = level
        writer.beginArray(at: level)
    }

    var codingPath: [any CodingKey] { writer.path(to: level) }
    var count: Int { writer.count(at: level) }

    func encodeNil() throws { try writer.element(at: level) { $0.writeNull() } }
    func encode(_ value: Bool) throws { try writer.element(at: level) { $0.write(value) } }
    func encode(_ value: String) throws { try writer.element(at: level) { $0.write(value) } }
    func encode(_ value: Double) throws { try writer.element(at: level) { try $0.write(value) } }
    func encode(_ value: Float) throws { try writer.element(at: level) { try $0.write(value) } }
    func encode(_ value: Int) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int8) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int16) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int32) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int64) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int128) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt8) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt16) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt32) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt64) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt128) throws { try writer.element(at: level) { $0.write(integer: value) } }
    func encode<Value: Encodable>(_ value: Value) throws {
        try writer.element(at: level) { try $0.write(value) }
    }

    func nestedContainer<NestedKey: CodingKey>(keyedBy type: NestedKey.Type) -> KeyedEncodingContainer<
        NestedKey
    > {
        KeyedEncodingContainer(JSONKeyedEncoding<NestedKey>(writer: part(), level: 0))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONUnkeyedEncoding(writer: part(), level: 0)
    }

    func superEncoder() -> any Encoder { JSONValueEncoder(writer: part(), level: 0) }

    private func part() -> JSONWriter {
        var part: JSONWriter?
        // Making a part does not throw.
        try? writer.element(at: level) { part = $0.part() }
        return part ?? JSONWriter(path: codingPath, sortsKeys: false)
    }
}
