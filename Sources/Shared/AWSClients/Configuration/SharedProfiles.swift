/// All that the two shared files say ("Using shared config and credentials files", AWS SDKs and Tools Reference Guide).
struct SharedProfiles: Sendable {
    /// The settings of each profile; those of the credentials file go before those of the config file.
    private(set) var profiles: [String: [String: String]] = [:]
    /// The sections of endpoints that profiles name.
    private(set) var services: [String: [String: String]] = [:]

    /// Reads the files of `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE`, else those in `~/.aws`. A file that is
    /// not there holds nothing.
    ///
    /// - Throws: ``AWSError`` that names the file and line that cannot be read: another identity must not take the
    ///   place of one that is hidden by a slip.
    init(environment: [String: String]) throws(AWSError) {
        let config = try Self.read(environment["AWS_CONFIG_FILE"] ?? "~/.aws/config", environment)
        let credentials = try Self.read(
            environment["AWS_SHARED_CREDENTIALS_FILE"] ?? "~/.aws/credentials", environment)
        self.init(config: config, credentials: credentials)
    }

    init(config: SharedFile?, credentials: SharedFile?) {
        for (section, values) in config?.sections ?? [] {
            if section == "default" {
                profiles[section] = values
            } else if section.hasPrefix("profile"), let section = SectionName(section) {
                profiles[section.name] = values
            } else if section.hasPrefix("services"), let section = SectionName(section) {
                services[section.name] = values
            }
        }
        for (name, values) in credentials?.sections ?? [] {
            profiles[name, default: [:]].merge(values) { $1 }
        }
    }

    private static func read(_ path: String, _ environment: [String: String]) throws(AWSError) -> SharedFile?
    {
        let home = environment["HOME"] ?? ""
        let path = path.hasPrefix("~/") ? home + path.dropFirst() : path
        guard SystemFile.exists(path) else { return nil }
        guard let bytes = SystemFile.read(path) else { throw error(path, "the file cannot be read") }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw error(path, "the file is not in UTF-8")
        }
        do { return try SharedFile(text) } catch {
            throw self.error(path, "line \(error.line): \(error.message)")
        }
    }

    private static func error(_ path: String, _ message: String) -> AWSError {
        AWSError(
            kind: .configuration, service: "AWS", operation: "shared files", resource: path, message: message)
    }
}
