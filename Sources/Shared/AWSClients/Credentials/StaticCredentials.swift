/// Credentials given as values.
package struct StaticCredentials: AWSCredentialsProvider {
    let value: AWSCredentials

    /// A source that always returns `value`.
    package init(_ value: AWSCredentials) {
        self.value = value
    }

    /// The value given.
    package func credentials() async throws(AWSError) -> AWSCredentials {
        value
    }
}
