/// A source of credentials. The session caches what it returns until shortly before it expires.
public protocol AWSCredentialsProvider: Sendable {
    /// Fetches credentials now.
    func credentials() async throws(AWSError) -> AWSCredentials
}

/// Credentials given as values.
public struct StaticCredentials: AWSCredentialsProvider {
    let value: AWSCredentials

    /// A source that always returns `value`.
    public init(_ value: AWSCredentials) {
        self.value = value
    }

    /// The value given.
    public func credentials() async throws(AWSError) -> AWSCredentials {
        value
    }
}
