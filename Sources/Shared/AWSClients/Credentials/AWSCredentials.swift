package import WireFormats

/// An access key, its secret and, for temporary credentials, the session token and the time they end.
package struct AWSCredentials: Sendable, Hashable {
    /// The access key id, for example `AKIA…` or `ASIA…`.
    package var accessKeyID: String
    /// The secret access key.
    package var secretAccessKey: String
    /// The session token of temporary credentials.
    package var sessionToken: String?
    /// When temporary credentials end; nil for long-lived ones.
    package var expiration: UnixTime?
    /// What the clock of who gave them out said then; nil where it did not say.
    package var issuedAt: UnixTime?

    /// Credentials given as values.
    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil,
        expiration: UnixTime? = nil,
        issuedAt: UnixTime? = nil
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.expiration = expiration
        self.issuedAt = issuedAt
    }
}

extension AWSCredentials: CustomStringConvertible {
    /// The access key id alone: secrets do not belong in logs.
    package var description: String { "AWSCredentials(\(accessKeyID))" }
}
