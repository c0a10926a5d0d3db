package import AWSClients

extension AWSError {
    /// Whether the same work may succeed when the service delivers its event again.
    package var mayPassByItself: Bool {
        isRetryable || kind == .credentials || kind == .cancelled
    }
}
