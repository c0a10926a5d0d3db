import Glibc

/// Puts the layers together: the file, over it the environment, over it the command line.
struct SettingsLoader: Sendable {
    /// What the command line says.
    var flags: [SettingKey: String] = [:]
    var environment: [String: String]
    /// The file named on the command line or by `ROLLCALL_CONFIG`; nil takes the default file, if there is one.
    var configurationFile: String?

    /// The layer whose errors are those of the command line.
    static let commandLine = "the command line"

    /// The settings, and the layer that each one that is set comes from.
    func load() throws(SettingsError) -> (settings: Settings, origins: [SettingKey: String]) {
        let named = configurationFile ?? environment["ROLLCALL_CONFIG"]
        let file = try ConfigurationFile(
            path: named ?? Self.defaultFile(environment), isRequired: named != nil)
        var settings = Settings(hostName: Self.hostName(), homeFolder: environment["HOME"] ?? "")
        var origins: [SettingKey: String] = [:]
        for key in SettingKey.allCases {
            let row = key.row
            guard let (value, layer) = strongest(key, row, file) else { continue }
            do {
                try row.set(&settings, value)
            } catch {
                throw .invalid(layer: layer, key: key, reason: error.reason)
            }
            origins[key] = layer
        }
        return (settings, origins)
    }

    private func strongest(
        _ key: SettingKey, _ row: SettingRow, _ file: ConfigurationFile
    ) -> (value: SettingValue, layer: String)? {
        if let flag = flags[key] { return (SettingValue(flag, for: row), Self.commandLine) }
        // An empty variable is one that a script could not set.
        if let variable = environment[key.environmentName], !variable.isEmpty {
            return (SettingValue(variable, for: row), "\(key.environmentName) in the environment")
        }
        return file.values[key].map { ($0, file.path) }
    }

    /// `$XDG_CONFIG_HOME/rollcall/config.json` ("XDG Base Directory Specification").
    static func defaultFile(_ environment: [String: String]) -> String {
        let folder = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? "") + "/.config"
        return folder + "/rollcall/config.json"
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return String(name.prefix { $0 != "." })
    }
}
