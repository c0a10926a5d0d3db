extension AWSError {
    /// The error of a request that got no answer.
    init(_ failure: HTTPFailure, service: String, operation: String, resource: String?) {
        let (kind, code): (Kind, String?) =
            switch failure.reason {
            case .nameNotFound: (.transport, "NameNotFound")
            case .notConnected: (.transport, "NotConnected")
            case .timedOut: (.transport, "TimedOut")
            case .tls: (.transport, "TLS")
            case .other: (.transport, failure.code == 0 ? nil : "curl \(failure.code)")
            case .tooLarge: (.response, "TooLarge")
            case .cancelled: (.cancelled, nil)
            }
        self.init(
            kind: kind, service: service, operation: operation, resource: resource, code: code,
            message: failure.message)
    }

    /// What the error means; `unknown` where nothing was sent or nothing understood.
    var fault: AWSFault {
        switch kind {
        case .service: AWSFault(code: code, status: status)
        case .transport: AWSFault(transport: code)
        case .configuration, .credentials, .response, .cancelled: .unknown
        }
    }
}

extension AWSFault {
    fileprivate init(transport code: String?) {
        self =
            switch code {
            case "NameNotFound": .nameNotFound
            case "NotConnected": .notConnected
            case "TimedOut": .timedOut
            case "TLS": .tls
            default: .unknown
            }
    }
}
