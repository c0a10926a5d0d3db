/// What is wrong with a setting, and in which layer.
enum SettingsError: Error, Equatable, CustomStringConvertible {
    /// A setting without a default is not set anywhere.
    case missing(SettingKey)
    /// A layer's value cannot be used.
    case invalid(layer: String, key: SettingKey, reason: String)
    /// The file has a key that is no setting.
    case unknown(layer: String, key: String)
    /// The file cannot be read, or is not JSON.
    case unreadable(path: String, reason: String)

    var description: String {
        switch self {
        case .missing(let key):
            "no \(key.rawValue) is set. Give it on the command line, as \(key.environmentName) in the environment, "
                + "or as \"\(key.rawValue)\" in the configuration file."
        case .invalid(let layer, let key, let reason):
            "\(key.rawValue), from \(layer), cannot be used: \(reason)."
        case .unknown(let layer, let key):
            "\(layer) has \"\(key)\", which is no setting. " + Self.advice(for: key)
        case .unreadable(let path, let reason):
            "cannot read the configuration file \(path): \(reason)."
        }
    }

    private static func advice(for key: String) -> String {
        SettingKey.nearest(to: key).map { "Did you mean \"\($0.rawValue)\"?" }
            ?? "The settings are: " + SettingKey.allCases.map(\.rawValue).joined(separator: ", ") + "."
    }
}
