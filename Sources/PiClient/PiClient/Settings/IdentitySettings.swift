import AWSClients

/// Where the device gets its credentials for which certificate: see `DeviceIdentity`. All of it is set but the
/// authorities, or nothing.
struct IdentitySettings: Sendable, Equatable {
    var endpoint: String?
    var roleAlias: String?
    var thing: String?
    var certificate: String?
    var key: String?
    var authorities: String?

    /// The same as variables of the environment.
    var environment: [String: String] {
        let values = [endpoint, roleAlias, thing, certificate, key, authorities]
        return Dictionary(uniqueKeysWithValues: zip(DeviceIdentity.variables, values))
            .compactMapValues(\.self)
    }
}
