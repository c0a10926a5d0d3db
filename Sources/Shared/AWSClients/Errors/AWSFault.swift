/// What an error code means, whichever service or layer it is of: one case a meaning, ``unknown`` for all other codes.
enum AWSFault: Sendable, Hashable, CaseIterable {
    // What a service refuses.
    case accessDenied
    case bucketNameTaken
    case conditionFailed
    case credentialsEnded
    case keyUnknown
    case missingBucket
    case missingObject
    case missingQueue
    case missingResource
    case objectTooLarge
    case ownedAlready
    case payloadTooLarge
    case requestMalformed
    case serviceFailed
    case signatureMalformed
    case signatureMismatch
    case throttled
    case tooManyInvocations
    case wrongRegion
    case wrongTime
    // What the way to it does.
    case nameNotFound
    case notConnected
    case timedOut
    case tls
    // Anything else.
    case unknown

    /// The meaning of a code; the HTTP status serves where the code is not known.
    ///
    /// The codes are those of "Error responses" (Amazon S3 API Reference), "Common error types" (AWS's API
    /// references) and the operations' own errors.
    init(code: String?, status: Int?) {
        let fault = code.map(Self.meaning(of:)) ?? .unknown
        self =
            switch (fault, status) {
            // Lambda has two names for it, and API Gateway and load balancers have others.
            case (.unknown, 413): .payloadTooLarge
            case (.unknown, 403): .accessDenied
            case (.unknown, 404): .missingResource
            case (.unknown, 429): .throttled
            case (.unknown, 500), (.unknown, 502), (.unknown, 503), (.unknown, 504): .serviceFailed
            default: fault
            }
    }

    private static func meaning(of code: String) -> AWSFault {
        switch code {
        case "AccessDenied", "AccessDeniedException", "AuthFailure", "Forbidden": .accessDenied
        case "BucketAlreadyExists": .bucketNameTaken
        case "BucketAlreadyOwnedByYou": .ownedAlready
        case "ConditionalCheckFailedException", "PreconditionFailed": .conditionFailed
        case "ExpiredToken", "ExpiredTokenException": .credentialsEnded
        case "InvalidAccessKeyId", "InvalidClientTokenId", "UnrecognizedClientException": .keyUnknown
        case "NoSuchBucket": .missingBucket
        case "NoSuchKey": .missingObject
        case "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist": .missingQueue
        case "NotFound", "ResourceNotFoundException": .missingResource
        case "EntityTooLarge": .objectTooLarge
        case "RequestEntityTooLargeException", "RequestTooLargeException": .payloadTooLarge
        case "InvalidParameterValueException", "InvalidRequestContentException": .requestMalformed
        case "IDPCommunicationError", "InternalError", "InternalServerError", "RequestTimeout",
            "RequestTimeoutException":
            .serviceFailed
        case "IncompleteSignature": .signatureMalformed
        case "InvalidSignatureException", "SignatureDoesNotMatch": .signatureMismatch
        case "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException",
            "PriorRequestNotComplete", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
            "RequestThrottled", "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling",
            "ThrottlingException", "TransactionInProgressException":
            .throttled
        case "TooManyRequestsException": .tooManyInvocations
        case "AuthorizationHeaderMalformed", "PermanentRedirect", "TemporaryRedirect": .wrongRegion
        case "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed": .wrongTime
        default: .unknown
        }
    }
}
