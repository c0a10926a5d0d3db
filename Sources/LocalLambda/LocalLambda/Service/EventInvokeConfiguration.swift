import LambdaLoopback

/// What happens to a queued event whose function fails.
/// Source: AWS Lambda API Reference, "PutFunctionEventInvokeConfig".
struct EventInvokeConfiguration: Codable, Sendable {
    /// How often a failed event is tried again: 0, 1 or 2.
    var maximumRetryAttempts: Int? = 2
    /// Seconds after which an event that is still waiting is given up: 60 to 21600.
    var maximumEventAge: Int? = 21_600
    /// Where events go that are given up. It is kept, and nothing is sent there.
    var destinations: Destinations?

    struct Destinations: Codable, Sendable {
        var onFailure: Destination?

        enum CodingKeys: String, CodingKey {
            case onFailure = "OnFailure"
        }
    }

    struct Destination: Codable, Sendable {
        var destination: String?

        enum CodingKeys: String, CodingKey {
            case destination = "Destination"
        }
    }

    enum CodingKeys: String, CodingKey {
        case maximumRetryAttempts = "MaximumRetryAttempts"
        case maximumEventAge = "MaximumEventAgeInSeconds"
        case destinations = "DestinationConfig"
    }

    /// Checks the ranges that the service checks.
    func validate() throws(InvokeRefusal) {
        if let attempts = maximumRetryAttempts, !(0...2).contains(attempts) {
            throw .invalidParameter("MaximumRetryAttempts is \(attempts); it must be 0, 1 or 2.")
        }
        if let age = maximumEventAge, !(60...21_600).contains(age) {
            throw .invalidParameter("MaximumEventAgeInSeconds is \(age); it must be 60 to 21600.")
        }
    }
}
