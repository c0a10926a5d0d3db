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
