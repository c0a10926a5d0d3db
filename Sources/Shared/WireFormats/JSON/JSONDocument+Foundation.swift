extension JSONDocument {
    /// A value of Foundation's, as `JSONDecoder` takes it in its default settings.
    ///
    /// - Throws: `DecodingError`, also for a number with more digits than a `Decimal` holds, which Foundation rounds.
    func decode<Value: Decodable>(_ type: Value.Type, as form: FoundationType, at node: Int) throws -> Value {
        let ownForm: [UInt8]
        switch form {
        case .data:
            guard let bytes = Base64.decode(try string(at: node)) else {
                throw corrupted("The string is not base64.", at: node)
            }
            ownForm = try JSON.encode(bytes)
        case .url:
            ownForm = try JSON.encode(URLForm(relative: string(at: node)))
        case .decimal:
            guard let number = DecimalForm(number: try number(at: node)) else {
                throw doesNotFit(type, at: node)
            }
            ownForm = try JSON.encode(number)
        }
        do {
            return try Value(from: JSONValueDecoder(document: JSONDocument(ownForm), node: 0))
        } catch {
            throw corrupted("It is not a \(type).", at: node)
        }
    }
}
