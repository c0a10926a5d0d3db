/// A source of credentials. The session keeps what it returns until shortly before it expires.
package protocol AWSCredentialsProvider: Sendable {
    /// Fetches credentials now.
    ///
    /// - Throws: ``AWSError`` of kind `credentials` that says what is missing or who refused.
    func credentials() async throws(AWSError) -> AWSCredentials
}
