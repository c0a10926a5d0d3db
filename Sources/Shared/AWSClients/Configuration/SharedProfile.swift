/// The settings of one profile.
struct SharedProfile: Sendable {
    let name: String
    /// All profiles: one may name another as its source.
    let all: SharedProfiles
    private let settings: [String: String]

    /// The profile of `AWS_DEFAULT_PROFILE`, else of `AWS_PROFILE`, as the AWS command has it, else `default`.
    ///
    /// - Throws: ``AWSError`` when a profile asked for by name is in neither file, or a file cannot be read.
    init(environment: [String: String]) throws(AWSError) {
        let all = try SharedProfiles(environment: environment)
        let variable = ["AWS_DEFAULT_PROFILE", "AWS_PROFILE"].first { environment[$0]?.isEmpty == false }
        let asked = variable.flatMap { environment[$0] }
        if let variable, let asked, all.profiles[asked] == nil {
            throw AWSError(
                kind: .configuration, service: "AWS", operation: "profile", resource: asked,
                message: "\(variable) names a profile that is in neither shared file")
        }
        self.init(asked ?? "default", all)
    }

    /// Another profile of the same files, nil where there is none.
    func other(_ name: String) -> SharedProfile? {
        all.profiles[name] == nil ? nil : SharedProfile(name, all)
    }

    private init(_ name: String, _ all: SharedProfiles) {
        self.name = name
        self.all = all
        settings = all.profiles[name] ?? [:]
    }

    /// A setting; nil where it is not set, or empty.
    subscript(setting: String) -> String? {
        settings[setting].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The endpoint for a service: its own, else the profile's for all services.
    func endpoint(of service: AWSService) -> String? {
        let services = self["services"].flatMap { all.services[$0] }
        return services?["\(service.settingsName).endpoint_url"] ?? self["endpoint_url"]
    }
}
