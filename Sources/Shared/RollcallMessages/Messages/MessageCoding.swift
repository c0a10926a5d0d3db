import WireFormats

/// How messages become JSON bytes and come back.
package enum MessageCoding {
    /// A message as JSON.
    ///
    /// - Throws: `EncodingError`, which none of this module's messages causes.
    package static func encode(_ message: some Encodable) throws -> [UInt8] {
        try JSON.encode(message, sortingKeys: true)
    }

    /// A message from JSON.
    ///
    /// - Parameters:
    ///   - type: The message's type.
    ///   - bytes: JSON text in UTF-8.
    ///   - defaults: What the event may leave out.
    /// - Throws: `EventError`.
    package static func decode<Message: Decodable>(
        _ type: Message.Type, from bytes: [UInt8], defaults: EventDefaults = EventDefaults()
    ) throws(EventError) -> Message {
        do {
            return try JSON.decode(
                type, from: bytes, userInfo: EventDefaults.userInfoKey.map { [$0: defaults] } ?? [:])
        } catch {
            throw EventError(error)
        }
    }
}
