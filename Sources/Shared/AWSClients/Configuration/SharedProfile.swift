/// The settings of one profile, of both shared files together.
struct SharedProfile: Sendable {
    let name: String
    private let credentials: [String: String]
    private let config: [String: String]
    /// The section of endpoints that the profile's `services` names.
    private let services: [String: String]

    /// The profile of `AWS_PROFILE`, else `default`. A file that is not there holds nothing.
    ///
    /// - Throws: ``AWSError`` when a profile asked for by name is in neither file.
    init(environment: [String: String]) throws(AWSError) {
        let asked = environment["AWS_PROFILE"].flatMap { $0.isEmpty ? nil : $0 }
        name = asked ?? "default"
        let config = Self.read(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config", environment)
        let credentials = Self.read(
            environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", environment)
        let configSection =
            config.sections["profile \(name)"] ?? (name == "default" ? config.sections["default"] : nil)
        let credentialsSection = credentials.sections[name]
        if asked != nil, configSection == nil, credentialsSection == nil {
            throw AWSError(
                kind: .configuration, service: "AWS", operation: "profile", resource: name,
                message: "AWS_PROFILE names a profile that is in neither shared file")
        }
        self.config = configSection ?? [:]
        self.credentials = credentialsSection ?? [:]
        services = self.config["services"].flatMap { config.sections["services \($0)"] } ?? [:]
    }

    /// A setting; the credentials file goes before the config file.
    subscript(setting: String) -> String? {
        let value = credentials[setting] ?? config[setting]
        return value.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The endpoint for a service: its own, else the profile's for all services.
    func endpoint(of service: AWSService) -> String? {
        services["\(service.signingName).endpoint_url"] ?? self["endpoint_url"]
    }

    private static func read(_ path: String, _ environment: [String: String]) -> SharedFile {
        let home = environment["HOME"] ?? ""
        let path = path.hasPrefix("~/") ? home + path.dropFirst() : path
        return SharedFile(SystemFile.read(path).map { String(decoding: $0, as: UTF8.self) } ?? "")
    }
}
