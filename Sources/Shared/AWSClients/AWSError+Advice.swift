extension AWSError {
    /// What the user can do, for the errors people meet; nil where the message says it all.
    public var advice: String? {
        switch kind {
        case .credentials: Self.credentialsAdvice
        case .transport: transportAdvice
        case .service: code.flatMap { Self.adviceByCode[$0] } ?? adviceByStatus
        case .configuration, .response, .cancelled: nil
        }
    }

    /// Whether the same request may succeed later: lost connections, throttling, the service's own faults.
    public var isRetryable: Bool { retryReason != nil }

    /// Whether the thing asked for does not exist (bucket, key, table, queue, function).
    public var isNotFound: Bool {
        kind == .service && (status == 404 || code.map(Self.notFoundCodes.contains) ?? false)
    }

    private static let notFoundCodes: Set<String> = [
        "AWS.SimpleQueueService.NonExistentQueue", "NoSuchBucket", "NoSuchKey", "NotFound",
        "QueueDoesNotExist", "ResourceNotFoundException",
    ]

    private static let credentialsAdvice =
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run \"aws configure\""
    private static let renewAdvice = "Fetch new temporary credentials"
    private static let clockAdvice = "Set this machine's clock (timedatectl set-ntp true)"
    private static let policyAdvice = "Allow this action on this resource in the role's or user's policy"
    private static let slowDownAdvice = "Send fewer requests, or ask for a higher quota"

    private static let adviceByCode: [String: String] = [
        "AccessDenied": policyAdvice,
        "AccessDeniedException": policyAdvice,
        "AuthorizationHeaderMalformed": "Check that AWS_REGION is the bucket's region",
        "BucketAlreadyExists": "Bucket names are shared by all accounts: choose another",
        "EntityTooLarge": "Send a smaller object",
        "ExpiredToken": renewAdvice,
        "ExpiredTokenException": renewAdvice,
        "Forbidden": policyAdvice,
        "IncompleteSignature": credentialsAdvice,
        "InvalidAccessKeyId": "Check AWS_ACCESS_KEY_ID: AWS does not know this key",
        "InvalidClientTokenId": "Check AWS_ACCESS_KEY_ID: AWS does not know this key",
        "InvalidSignatureException": "Check AWS_SECRET_ACCESS_KEY and this machine's clock",
        "NoSuchBucket": "Create the bucket, or check its name and region",
        "NoSuchKey": "Check the key: the object was never stored, or has been deleted",
        "PermanentRedirect": "Set AWS_REGION to the bucket's region",
        "ProvisionedThroughputExceededException": slowDownAdvice,
        "QueueDoesNotExist": "Create the queue, or check its name, account and region",
        "RequestEntityTooLargeException": "Send a smaller payload: 6 MB, or 1 MB for Event invocations",
        "RequestExpired": clockAdvice,
        "RequestTimeTooSkewed": clockAdvice,
        "ResourceNotFoundException": "Create it, or check its name and region",
        "SignatureDoesNotMatch": "Check AWS_SECRET_ACCESS_KEY and this machine's clock",
        "SlowDown": slowDownAdvice,
        "ThrottlingException": slowDownAdvice,
        "TooManyRequestsException": "Raise the function's or the account's concurrency",
        "UnrecognizedClientException": "Check AWS_ACCESS_KEY_ID: AWS does not know this key",
    ]

    private var adviceByStatus: String? {
        switch status {
        case 403: Self.policyAdvice
        case 404: "Check the name and the region: it does not exist"
        default: nil
        }
    }

    private var transportAdvice: String {
        switch code {
        case Self.nameNotFoundCode: "Check the network, DNS, AWS_REGION and AWS_ENDPOINT_URL"
        case Self.notConnectedCode: "Check the network, the firewall and AWS_ENDPOINT_URL"
        case Self.tlsCode: "Check this machine's clock and its certificates (AWS_CA_BUNDLE)"
        default: "Check the network"
        }
    }
}
