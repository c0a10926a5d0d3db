/// What came of a synchronous invocation.
public struct InvocationReply: Sendable, Hashable {
    /// The function's answer, or its error as JSON when ``functionError`` is set.
    public let payload: [UInt8]
    /// `Handled` or `Unhandled` when the function failed; nil when it answered.
    public let functionError: String?
    /// The version that ran.
    public let executedVersion: String?
    /// The last 4 KB of the log, when asked for.
    public let logTail: String?
    /// The invocation's request id.
    public let requestID: String?
}

/// What Lambda says about a function.
public struct LambdaFunctionDescription: Sendable, Hashable {
    /// The function's name.
    public let name: String
    /// The function's ARN.
    public let arn: String?
    /// `Pending`, `Active`, `Inactive` or `Failed`.
    public let state: String?
    /// Memory in MB.
    public let memoryMB: Int?
    /// The longest invocation, in seconds.
    public let timeoutSeconds: Int?
}
