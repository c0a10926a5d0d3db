import FoundationEssentials
import WireFormats

/// The configuration file as it is written: a change of some settings leaves the others as they are.
struct ConfigurationText: Sendable {
    private var fields: [String: JSONValue] = [:]

    /// A file's settings; none where it is not there.
    ///
    /// - Throws: `ProvisioningError`.
    static func read(_ path: String) throws(ProvisioningError) -> ConfigurationText {
        guard
            let bytes = try ProvisioningInput.bytesIfThere(path, maximum: ConfigurationFile.maximumBytes)
        else { return ConfigurationText() }
        guard let value = try? JSON.decode(JSONValue.self, from: bytes), let fields = value.object else {
            throw .unusable(path, reason: "it is no JSON object")
        }
        return ConfigurationText(fields: fields)
    }

    /// A setting's value; nil where it is not set.
    subscript(key: SettingKey) -> JSONValue? {
        get {
            let path = key.rawValue.split(separator: ".").map(String.init)
            return fields[key.rawValue] ?? path.dropFirst().reduce(fields[path[0]]) { $0?[$1] }
        }
        set {
            fields[key.rawValue] = nil
            let path = key.rawValue.split(separator: ".").map(String.init)
            fields = Self.setting(newValue, at: path[...], in: fields)
        }
    }

    /// The file's bytes.
    func bytes() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try Array(encoder.encode(fields)) + [UInt8(ascii: "\n")]
    }

    private static func setting(
        _ value: JSONValue?, at path: ArraySlice<String>, in fields: [String: JSONValue]
    ) -> [String: JSONValue] {
        guard let first = path.first else { return fields }
        var fields = fields
        if path.count == 1 {
            fields[first] = value
        } else {
            fields[first] = .object(setting(value, at: path.dropFirst(), in: fields[first]?.object ?? [:]))
        }
        return fields
    }
}
