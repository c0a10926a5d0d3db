extension AWSError {
    static let nameNotFoundCode = "NameNotFound"
    static let notConnectedCode = "NotConnected"
    static let tlsCode = "TLS"

    /// The error of a request that got no answer.
    init(_ failure: HTTPFailure, service: String, operation: String, resource: String?) {
        let (kind, code): (Kind, String?) =
            switch failure.reason {
            case .nameNotFound: (.transport, Self.nameNotFoundCode)
            case .notConnected: (.transport, Self.notConnectedCode)
            case .timedOut: (.transport, Self.timeoutCode)
            case .tls: (.transport, Self.tlsCode)
            case .other: (.transport, failure.code == 0 ? nil : "curl \(failure.code)")
            case .tooLarge: (.response, "TooLarge")
            case .cancelled: (.cancelled, nil)
            }
        self.init(
            kind: kind, service: service, operation: operation, resource: resource, code: code,
            message: failure.message)
    }
}
