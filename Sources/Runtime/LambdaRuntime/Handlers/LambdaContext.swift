public import Logging

/// What Lambda says about an event, and the logger for it.
public struct LambdaContext: Sendable {
    package let invocation: Invocation

    package init(invocation: Invocation) {
        self.invocation = invocation
    }

    /// The id that AWS gave the invocation; the same again when Lambda retries it.
    public var requestID: String { invocation.headers[.requestID] ?? "" }

    /// When Lambda stops the function. Lambda always says; should it not, a moment that never comes.
    public var deadline: LambdaClock.Instant {
        invocation.deadline ?? LambdaClock.Instant(millisecondsSinceEpoch: .max)
    }

    /// The time until ``deadline``; negative once it has passed.
    public var remainingTime: Duration { LambdaClock().now.duration(to: deadline) }

    /// The ARN by which the function was invoked, with its version or alias.
    public var invokedFunctionARN: String { invocation.headers[.functionARN] ?? "" }

    /// AWS X-Ray's trace header, `Root=…;Parent=…;Sampled=1`, nil when the event is not traced.
    public var traceID: String? { invocation.headers[.traceID] }

    /// What the invoker's mobile SDK says about its application and device: JSON as it came. The module
    /// `LambdaRuntimeJSON` has it parsed, as `clientContext`.
    public var clientContextJSON: String? { invocation.headers[.clientContext] }

    /// The Amazon Cognito identity that invoked the function: JSON as it came. The module
    /// `LambdaRuntimeJSON` has it parsed, as `cognitoIdentity`.
    public var cognitoIdentityJSON: String? { invocation.headers[.cognitoIdentity] }

    /// The tenant, for functions with tenant isolation.
    public var tenantID: String? { invocation.headers[.tenantID] }

    /// The id of this attempt; differs from ``requestID``, which retries share.
    public var invocationID: String? { invocation.headers[.invocationID] }

    /// The function's name, from the environment.
    public var functionName: String { invocation.environment.functionName }

    /// Has work done after the answer is out and before the next event, for instance to write metrics.
    ///
    /// Lambda counts and bills the time, and the ``deadline`` stays: the task is cancelled shortly before.
    /// Pieces of work run in the order in which they were added.
    public func afterResponse(_ work: @escaping @Sendable () async -> Void) {
        invocation.addLaterWork(work)
    }

    /// A logger whose lines carry the request id. It is made when it is asked for.
    ///
    /// Its lines carry what the logging system's metadata provider gives, too. Format and level come from
    /// `AWS_LAMBDA_LOG_FORMAT` (`JSON` or `Text`) and `AWS_LAMBDA_LOG_LEVEL`.
    public var logger: Logger {
        Logger(label: invocation.environment.functionName) { _ in invocation.logHandler }
    }
}
