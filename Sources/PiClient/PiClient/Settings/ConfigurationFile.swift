import Configuration
import FoundationEssentials

/// The configuration file: a JSON object such as `{"bucket":"b","camera":{"width":640}}`.
struct ConfigurationFile: Sendable {
    let path: String
    let values: [SettingKey: ConfigValue]

    /// Reads the file.
    ///
    /// - Parameter isRequired: whether a missing file is an error; the default file may be missing.
    /// - Throws: `SettingsError`, also for a key that is no setting: it is most likely a misspelt one.
    init(path: String, isRequired: Bool) throws(SettingsError) {
        self.path = path
        guard isRequired || FileManager.default.fileExists(atPath: path) else {
            values = [:]
            return
        }
        let tree: JSONValue
        do {
            tree = try JSONDecoder().decode(JSONValue.self, from: Data(contentsOf: URL(filePath: path)))
        } catch DecodingError.dataCorrupted(let context) {
            throw .unreadable(path: path, reason: context.debugDescription)
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        guard case .object = tree else { throw .unreadable(path: path, reason: "it is not a JSON object") }
        var values: [SettingKey: ConfigValue] = [:]
        for (name, value) in tree.leaves() {
            guard let key = SettingKey(rawValue: name) else { throw .unknown(layer: path, key: name) }
            guard let content = value.content(key.kind) else {
                throw .invalid(layer: path, key: key, reason: "it must be \(key.kind.rawValue)")
            }
            values[key] = ConfigValue(content, isSecret: false)
        }
        self.values = values
    }
}

/// Any JSON that a configuration file may hold.
private enum JSONValue: Decodable {
    case text(String)
    case wholeNumber(Int)
    case number(Double)
    case list([JSONValue])
    case object([String: JSONValue])
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Int.self) {
            self = .wholeNumber(number)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else if let object = try? container.decode([String: JSONValue].self) {
            self = .object(object)
        } else {
            self = .other
        }
    }

    /// Everything that is no object, with the keys on the way to it joined by dots.
    func leaves(below path: String = "") -> [(String, JSONValue)] {
        guard case .object(let members) = self else { return [(path, self)] }
        return members.sorted { $0.key < $1.key }.flatMap { name, value in
            value.leaves(below: path.isEmpty ? name : path + "." + name)
        }
    }

    /// The value as a setting of a kind takes it, or nil if it is of another.
    func content(_ kind: SettingKey.Kind) -> ConfigContent? {
        switch (kind, self) {
        case (.text, .text(let text)): return .string(text)
        case (.wholeNumber, .wholeNumber(let number)): return .int(number)
        case (.number, .wholeNumber(let number)): return .double(Double(number))
        case (.number, .number(let number)): return .double(number)
        case (.texts, .list(let list)):
            let texts = list.compactMap { value in
                if case .text(let text) = value { text } else { nil }
            }
            return texts.count == list.count ? .stringArray(texts) : nil
        default: return nil
        }
    }
}
