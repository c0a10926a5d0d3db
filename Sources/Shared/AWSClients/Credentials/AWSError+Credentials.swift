import WireFormats

extension AWSError {
    /// No usable credentials came from a source.
    ///
    /// - Parameters:
    ///   - source: what was asked: `profile`, `container endpoint`, ….
    ///   - resource: the profile's name, the address, the file.
    static func credentials(_ source: String, _ resource: String? = nil, _ message: String) -> AWSError {
        AWSError(
            kind: .credentials, service: "credentials", operation: source, resource: resource,
            message: message)
    }

    /// The time a source gives for the end of its credentials; nil where it gives none.
    ///
    /// - Throws: ``AWSError`` for what is no time: credentials that seemed to last for ever would never be renewed.
    static func expiration(_ text: String?, _ source: String, _ resource: String?) throws(AWSError)
        -> UnixTime?
    {
        guard let text else { return nil }
        guard let time = UnixTime(iso8601: text) else {
            throw credentials(
                source, resource, "its Expiration \"\(text)\" is no time such as 2026-01-02T03:04:05Z")
        }
        return time
    }
}
