extension JSONWriter {
    /// Writes a value of Foundation's as `JSONEncoder` does in its default settings.
    ///
    /// - Throws: `EncodingError` for a `Decimal` that is no number, and for a `URL` that is relative to another: only
    ///   Foundation can put the two together.
    func write<Value: Encodable>(_ value: Value, as type: FoundationType) throws {
        switch type {
        case .data:
            guard let bytes = value as? any Sequence<UInt8> else { return try writeAsItself(value) }
            write(Base64.encode(Array(bytes)))
        case .url:
            let form: URLForm = try ownForm(of: value)
            guard form.base == nil else {
                throw error(value, "The URL \(form.relative) is relative to another: encode its absoluteURL.")
            }
            write(form.relative)
        case .decimal:
            let form: DecimalForm = try ownForm(of: value)
            guard let number = form.number else { throw error(value, "JSON has no number \(value).") }
            write(number: number)
        }
    }

    private func ownForm<Form: Decodable>(of value: some Encodable) throws -> Form {
        let writer = JSONWriter(path: [], sortsKeys: false)
        try writer.writeAsItself(value)
        return try JSON.decode(Form.self, from: writer.text(of: value))
    }
}
