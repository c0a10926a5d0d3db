extension AWSError {
    /// What the user can do, for the errors people meet; nil where the message says it all.
    package var advice: String? {
        switch kind {
        case .credentials:
            certificateProblem?.advice
                ?? (operation == DeviceCredentials.source ? Self.deviceAdvice : Self.credentialsAdvice)
        case .transport: transportAdvice
        case .service: serviceAdvice
        case .configuration, .response, .cancelled: nil
        }
    }

    private static let credentialsAdvice =
        "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run \"aws configure\""

    private static let deviceAdvice =
        "Check the network and this machine's clock; provision the device again if it has been revoked"

    private var serviceAdvice: String? {
        switch fault {
        case .accessDenied: "Allow this action on this resource in the role's or user's policy"
        case .bucketNameTaken: "Bucket names are shared by all accounts: choose another"
        case .credentialsEnded: "Fetch new temporary credentials"
        case .keyUnknown: "Check AWS_ACCESS_KEY_ID: AWS does not know this key"
        case .missingBucket: "Create the bucket, or check its name and region"
        case .missingObject: "Check the key: the object was never stored, or has been deleted"
        case .missingQueue: "Create the queue, or check its name, account and region"
        case .missingResource: "Create it, or check its name and region"
        case .objectTooLarge: "Send a smaller object"
        case .payloadTooLarge: "Send a smaller payload: 6 MB, or 1 MB for Event invocations"
        case .signatureMalformed: Self.credentialsAdvice
        case .signatureMismatch: "Check AWS_SECRET_ACCESS_KEY and this machine's clock"
        case .throttled: "Send fewer requests, or ask for a higher quota"
        case .tooManyInvocations: "Raise the function's or the account's concurrency"
        case .wrongRegion: "Set AWS_REGION to the bucket's region"
        case .wrongTime: "Set this machine's clock (timedatectl set-ntp true)"
        case .conditionFailed, .nameNotFound, .notConnected, .ownedAlready, .requestMalformed, .serviceFailed,
            .timedOut, .tls, .unknown:
            nil
        }
    }

    private var transportAdvice: String {
        switch fault {
        case .nameNotFound: "Check the network, DNS, AWS_REGION and AWS_ENDPOINT_URL"
        case .notConnected: "Check the network, the firewall and AWS_ENDPOINT_URL"
        case .tls: "Check this machine's clock and its certificates (AWS_CA_BUNDLE)"
        default: "Check the network"
        }
    }
}
