import FoundationEssentials
import Glibc
import WireFormats

/// The configuration file: a JSON object such as `{"bucket":"b","camera":{"width":640}}`.
struct ConfigurationFile: Sendable {
    let path: String
    let values: [SettingKey: SettingValue]

    /// More is no configuration file.
    static let maximumBytes = 1 << 20

    /// Reads the file.
    ///
    /// - Parameter isRequired: whether a missing file is an error; the default file may be missing.
    /// - Throws: `SettingsError`, also for a key that is no setting: it is most likely a misspelled one.
    init(path: String, isRequired: Bool) throws(SettingsError) {
        self.path = path
        let tree: JSONValue
        do {
            let bytes = try InputFile.bytes(of: path, maximum: Self.maximumBytes)
            tree = try JSON.decode(JSONValue.self, from: bytes)
        } catch let error as SystemCallError where error.code == ENOENT && !isRequired {
            values = [:]
            return
        } catch let error as SystemCallError {
            throw .unreadable(path: path, reason: error.description)
        } catch DecodingError.dataCorrupted(let context) {
            throw .unreadable(path: path, reason: "it is not JSON: \(context.debugDescription)")
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        guard case .object = tree else { throw .unreadable(path: path, reason: "it is not a JSON object") }
        var values: [SettingKey: SettingValue] = [:]
        for (name, value) in tree.leaves() {
            guard let key = SettingKey(rawValue: name) else { throw .unknown(layer: path, key: name) }
            values[key] = value
        }
        self.values = values
    }
}

/// Any JSON that a configuration file may hold.
private enum JSONValue: Decodable {
    case value(SettingValue)
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .value(.text(text))
        } else if let number = try? container.decode(Double.self) {
            self = .value(.number(number))
        } else if let texts = try? container.decode([String].self) {
            self = .value(.texts(texts))
        } else if let object = try? container.decode([String: JSONValue].self) {
            self = .object(object)
        } else {
            self = .value(.other)
        }
    }

    /// Everything that is no object, with the keys on the way to it joined by dots.
    func leaves(below path: String = "") -> [(String, SettingValue)] {
        switch self {
        case .value(let value): [(path, value)]
        case .object(let members):
            members.sorted { $0.key < $1.key }.flatMap { name, value in
                value.leaves(below: path.isEmpty ? name : path + "." + name)
            }
        }
    }
}
