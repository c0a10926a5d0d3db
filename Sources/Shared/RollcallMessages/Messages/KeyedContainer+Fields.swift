import WireFormats

extension KeyedDecodingContainer {
    func decodeBytesIfPresent(forKey key: Key) throws -> [UInt8]? {
        try decodeIfPresent(Base64Bytes.self, forKey: key)?.bytes
    }

    /// A device's id becomes a part of S3 keys, so it is held to what reads well there.
    func decodeDeviceIfPresent(forKey key: Key) throws -> String? {
        guard let device = try decodeIfPresent(String.self, forKey: key) else { return nil }
        let isClean = device.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
        guard isClean, !device.isEmpty, device.utf8.count <= 128, !device.hasPrefix("/"),
            !device.hasSuffix("/")
        else {
            throw EventError.invalid(
                field: key.stringValue,
                reason:
                    "a device's id is 1 to 128 bytes without spaces and does not begin or end with a slash")
        }
        return device
    }

    /// What is said of a person beside the name; the course's tables hold years and ids as words or as numbers.
    func decodeDetailIfPresent(forKey key: Key) throws -> String? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        if let number = try? decode(Int64.self, forKey: key) { return String(number) }
        do {
            return try Student.detail(try decode(String.self, forKey: key))
        } catch let error as TextError {
            throw EventError.invalid(field: key.stringValue, reason: error.description)
        }
    }
}

extension KeyedEncodingContainer {
    mutating func encodeBytes(_ bytes: [UInt8], forKey key: Key) throws {
        try encode(Base64Bytes(bytes), forKey: key)
    }
}
