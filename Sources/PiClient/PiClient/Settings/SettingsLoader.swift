import Configuration
import FoundationEssentials
import Glibc

/// Puts the layers together: the file, over it the environment, over it the command line.
struct SettingsLoader: Sendable {
    /// What the command line says.
    var flags: [SettingKey: ConfigValue] = [:]
    var environment: [String: String]
    /// The file named on the command line or by `ROLLCALL_CONFIG`; nil takes the default file, if there is one.
    var configurationFile: String?

    /// The settings, and the layer that each one that is set comes from.
    func load() async throws(SettingsError) -> (settings: Settings, origins: [SettingKey: String]) {
        let home = environment["HOME"] ?? ""
        let named = configurationFile ?? environment["ROLLCALL_CONFIG"]
        let file = try ConfigurationFile(
            path: named ?? Self.defaultFile(environment), isRequired: named != nil)
        var reader = SettingsReader(layers: [
            ("the command line", provider(of: flags)),
            ("the environment", environmentProvider),
            (file.path, provider(of: file.values)),
        ])
        var settings = Settings(hostName: Self.hostName(), homeFolder: home)
        try await settings.apply(&reader)
        return (settings, reader.origins)
    }

    /// `$XDG_CONFIG_HOME/rollcall/config.json` ("XDG Base Directory Specification").
    static func defaultFile(_ environment: [String: String]) -> String {
        let folder = environment["XDG_CONFIG_HOME"] ?? (environment["HOME"] ?? "") + "/.config"
        return folder + "/rollcall/config.json"
    }

    private func provider(of values: [SettingKey: ConfigValue]) -> any ConfigProvider {
        let pairs = values.map { (AbsoluteConfigKey(ConfigKey($0.key.rawValue)), $0.value) }
        return InMemoryProvider(values: Dictionary(pairs) { $1 })
    }

    private var environmentProvider: any ConfigProvider {
        // An empty variable is one that a script could not set.
        EnvironmentVariablesProvider(environmentVariables: environment.filter { !$0.value.isEmpty })
            .prefixKeys(with: "rollcall")
    }

    private static func hostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        let name = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        return String(name.prefix { $0 != "." })
    }
}
