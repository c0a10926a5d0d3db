/// Where a device gets its credentials, and the certificate that proves which device it is ("Authorizing direct calls
/// to AWS services using AWS IoT Core credential provider", AWS IoT Core Developer Guide).
package struct DeviceIdentity: Sendable, Hashable {
    /// The account's credential provider, for example `c2sakl5huz0afv.credentials.iot.eu-central-1.amazonaws.com`.
    package var endpoint: String
    /// The role alias that stands for the device's role.
    package var roleAlias: String
    /// The thing's name.
    package var thing: String
    /// A PEM file with the device's certificate.
    package var certificate: String
    /// A PEM file with the certificate's private key.
    package var key: String
    /// A PEM file of certificate authorities for the endpoint; nil for the system's.
    package var authorities: String?

    /// An identity given as values.
    package init(
        endpoint: String, roleAlias: String, thing: String, certificate: String, key: String,
        authorities: String? = nil
    ) {
        self.endpoint = endpoint
        self.roleAlias = roleAlias
        self.thing = thing
        self.certificate = certificate
        self.key = key
        self.authorities = authorities
    }

    /// The variables, in the order of the values above; all but the last must be set.
    package static let variables = [
        "ROLLCALL_IOT_ENDPOINT", "ROLLCALL_IOT_ROLE_ALIAS", "ROLLCALL_IOT_THING", "ROLLCALL_IOT_CERTIFICATE",
        "ROLLCALL_IOT_KEY", "ROLLCALL_IOT_CA",
    ]

    /// The identity that the environment describes; nil where none of ``variables`` is set.
    ///
    /// - Throws: ``AWSError`` that names the variables that are missing.
    package init?(environment: [String: String]) throws(AWSError) {
        let values = Self.variables.map { name in environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        if values.allSatisfy({ $0 == nil }) { return nil }
        let missing = zip(Self.variables, values).dropLast().filter { $0.1 == nil }.map(\.0)
        guard missing.isEmpty else {
            throw .credentials(
                "IoT credential provider", values[0], "not set: \(missing.joined(separator: ", "))")
        }
        let given = values.dropLast().compactMap { $0 }
        self.init(
            endpoint: given[0], roleAlias: given[1], thing: given[2], certificate: given[3], key: given[4],
            authorities: values.last ?? nil)
    }
}
