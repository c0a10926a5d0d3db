import FoundationEssentials

/// How messages become JSON bytes and come back.
public enum MessageCoding {
    /// A message as JSON.
    ///
    /// - Throws: `EncodingError`, which none of this module's messages causes.
    public static func encode(_ message: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return [UInt8](try encoder.encode(message))
    }

    /// A message from JSON.
    ///
    /// - Parameters:
    ///   - type: The message's type.
    ///   - bytes: JSON text in UTF-8.
    ///   - defaults: What the event may leave out.
    /// - Throws: `EventError`.
    public static func decode<Message: Decodable>(
        _ type: Message.Type, from bytes: [UInt8], defaults: EventDefaults = EventDefaults()
    ) throws(EventError) -> Message {
        let decoder = JSONDecoder()
        if let key = EventDefaults.userInfoKey { decoder.userInfo[key] = defaults }
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch {
            throw EventError(error)
        }
    }
}
