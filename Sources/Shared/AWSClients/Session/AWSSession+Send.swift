import WireFormats

extension AWSSession {
    /// Signs and sends a request, again where that may help, and returns an answer with a status from 200 to 299.
    ///
    /// - Throws: ``AWSError`` of the last attempt.
    func send(_ request: ServiceRequest) async throws(AWSError) -> ServiceReply {
        var attempt = 1
        var lastCost = 1
        var moves = 0
        while true {
            switch await sendOnce(request) {
            case .success(let reply):
                quota.give(lastCost)
                return reply
            case .failure(var failure):
                failure.error.attempts = attempt
                // Not an attempt that failed: S3 only said where the bucket is.
                if failure.retryReason == .bucketFound {
                    guard moves < Self.maximumMoves else { throw failure.error }
                    moves += 1
                    continue
                }
                guard let reason = failure.retryReason, attempt < configuration.retry.maximumAttempts,
                    quota.take(reason.cost)
                else { throw failure.error }
                lastCost = reason.cost
                try await wait(after: attempt, reason, failure.error)
                attempt += 1
            }
        }
    }

    /// A bucket that seems to be elsewhere each time is not followed for ever.
    private static let maximumMoves = 2

    /// The HTTP call of a signed request, within the time and size that it may take.
    func call(_ request: ServiceRequest, _ signed: HTTPRequest) -> HTTPCall {
        var timeouts = configuration.timeouts
        if let total = timeouts.request { timeouts.request = total + request.extraTime }
        timeouts.idle += request.extraTime
        return HTTPCall(
            request: signed, body: request.body, timeouts: timeouts,
            maximumResponseBytes: request.maximumResponseBytes)
    }

    private struct AttemptFailure: Error {
        var error: AWSError
        var retryReason: RetryReason?

        init(_ error: AWSError) {
            self.error = error
            retryReason = error.retryReason
        }
    }

    private func sendOnce(_ request: ServiceRequest) async -> Result<ServiceReply, AttemptFailure> {
        var credentials: AWSCredentials?
        if request.isSigned {
            do { credentials = try await self.credentials.credentials() } catch {
                return .failure(AttemptFailure(error))
            }
        }
        let correction = clock.correction
        let region = bucketRegions[request.bucket] ?? signer.resolver.region
        let signed = signer.signed(request, by: credentials, at: time.now() + correction, region: region)
        let reply: ServiceReply
        do { reply = ServiceReply(try await http.perform(call(request, signed))) } catch {
            return .failure(
                AttemptFailure(
                    AWSError(
                        error, service: request.service.rawValue, operation: request.operation,
                        resource: request.resource)))
        }
        usage.note(request, receivedBytes: reply.body.count)
        if let date = reply["date"].flatMap(HTTPDate.parse) { clock.measure(date) }
        if reply.isSuccess { return .success(reply) }
        var failure = AttemptFailure(reply.error(of: request))
        if bucketRegions.learn(from: reply, to: request, used: region) {
            failure.retryReason = .bucketFound
        } else if clock.correct(after: failure.error.fault, used: correction) {
            failure.retryReason = .clockCorrected
        } else if let credentials, await renewed(credentials, failure.error) {
            failure.retryReason = .credentialsRenewed
        }
        return .failure(failure)
    }

    /// After a refusal of credentials that have ended: whether there are others now.
    private func renewed(_ refused: AWSCredentials, _ error: AWSError) async -> Bool {
        guard error.fault == .credentialsEnded else { return false }
        await credentials.invalidate(refused)
        guard let current = try? await credentials.credentials() else { return false }
        return current != refused
    }

    private func wait(
        after attempt: Int, _ reason: RetryReason, _ error: AWSError
    ) async throws(AWSError) {
        let delay = configuration.retry.backoff(after: attempt, reason, random: time.random())
        guard delay > .zero else { return }
        guard (try? await time.sleep(delay)) != nil else {
            // The wait ends early only when the task is cancelled: what went wrong first says more than that.
            var cancelled = error
            cancelled.kind = .cancelled
            throw cancelled
        }
    }
}
