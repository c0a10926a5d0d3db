extension AWSError {
    /// Whether the same request may succeed later: lost connections, throttling, the service's own faults.
    package var isRetryable: Bool { retryReason != nil }

    /// Whether the thing asked for does not exist: bucket, object, table, queue or function.
    package var isNotFound: Bool {
        switch fault {
        case .missingBucket, .missingObject, .missingQueue, .missingResource: true
        default: false
        }
    }

    /// Whether the bucket is there and the object is not.
    package var isMissingObject: Bool { fault == .missingObject }

    /// Whether the condition of a write did not hold.
    package var isConditionFailed: Bool { fault == .conditionFailed }

    /// Whether the request's body is over the service's limit: smaller parts, or a detour by S3, may do.
    package var isPayloadTooLarge: Bool { fault == .payloadTooLarge }

    /// Whether it is the request itself that the service will not take: what is too large, or not of the form it wants.
    ///
    /// Refusals that have to do with who asks, or with what is there, concern every request. ("Invoke", AWS Lambda API
    /// Reference; "Error responses", Amazon S3 API Reference.)
    package var isAboutTheRequest: Bool {
        switch fault {
        case .objectTooLarge, .payloadTooLarge, .requestMalformed: true
        default: kind == .service && !isRetryable && [413, 415, 422].contains(status)
        }
    }

    /// Whether the service knows who asks, or does not, and refuses. Services that speak JSON do so with status 400.
    package var isForbidden: Bool {
        kind == .service && (fault == .accessDenied || status == 401 || status == 403)
    }

    /// Whether nobody listens at the endpoint.
    package var isNotConnected: Bool { fault == .notConnected }
}
