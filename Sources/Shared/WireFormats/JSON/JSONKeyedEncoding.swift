/// Encodes an object.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    private let writer: JSONWriter
    private let level: Int

    init(writer: JSONWriter, level: Int) {
        self.writer = writer
        self.level = level
        writer.beginObject(at: level)
    }

    var codingPath: [any CodingKey] { writer.path(to: level) }

    func encodeNil(forKey key: Key) throws { try writer.field(key, at: level) { $0.writeNull() } }
    func encode(_ value: Bool, forKey key: Key) throws {
        try writer.field(key, at: level) { $0.write(value) }
    }
    func encode(_ value: String, forKey key: Key) throws {
        try writer.field(key, at: level) { $0.write(value) }
    }
    func encode(_ value: Double, forKey key: Key) throws {
        try writer.field(key, at: level) { try $0.write(value) }
    }
    func encode(_ value: Float, forKey key: Key) throws {
        try writer.field(key, at: level) { try $0.write(value) }
    }
    func encode(_ value: Int, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int8, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int16, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int32, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int64, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: Int128, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt8, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt16, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt32, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt64, forKey key: Key) throws { try integer(value, key) }
    func encode(_ value: UInt128, forKey key: Key) throws { try integer(value, key) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        try writer.field(key, at: level) { try $0.write(value) }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        let part = writer.part(for: key, at: level, .object) ?? part(for: key)
        return KeyedEncodingContainer(JSONKeyedEncoding<NestedKey>(writer: part, level: 0))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        JSONUnkeyedEncoding(writer: writer.part(for: key, at: level, .array) ?? part(for: key), level: 0)
    }

    func superEncoder() -> any Encoder { JSONValueEncoder(writer: part(for: JSONKey.super), level: 0) }
    func superEncoder(forKey key: Key) -> any Encoder { JSONValueEncoder(writer: part(for: key), level: 0) }

    private func integer(_ value: some FixedWidthInteger, _ key: Key) throws {
        try writer.field(key, at: level) { $0.write(integer: value) }
    }

    private func part(for key: some CodingKey) -> JSONWriter {
        var part: JSONWriter?
        // Making a part does not throw.
        try? writer.field(key, at: level) { part = $0.part() }
        return part ?? JSONWriter(path: codingPath, sortsKeys: false)
    }
}
