/// Encodes one value: the encoder that `Encodable` types see.
struct JSONValueEncoder: Encoder {
    let writer: JSONWriter
    let level: Int

    var codingPath: [any CodingKey] { writer.path(to: level) }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(JSONKeyedEncoding(writer: writer, level: level))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        JSONUnkeyedEncoding(writer: writer, level: level)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
    func encodeNil() throws { try writer.scalar(at: level) { $0.writeNull() } }
    func encode(_ value: Bool) throws { try writer.scalar(at: level) { $0.write(value) } }
    func encode(_ value: String) throws { try writer.scalar(at: level) { $0.write(value) } }
    func encode(_ value: Double) throws { try writer.scalar(at: level) { try $0.write(value) } }
    func encode(_ value: Float) throws { try writer.scalar(at: level) { try $0.write(value) } }
    func encode(_ value: Int) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int8) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int16) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int32) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int64) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: Int128) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt8) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt16) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt32) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt64) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode(_ value: UInt128) throws { try writer.scalar(at: level) { $0.write(integer: value) } }
    func encode<Value: Encodable>(_ value: Value) throws {
        try writer.scalar(at: level) { try $0.write(value) }
    }
}
