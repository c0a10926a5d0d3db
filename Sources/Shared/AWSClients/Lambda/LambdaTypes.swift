/// What came of a synchronous invocation.
package struct InvocationReply: Sendable, Hashable {
    /// The function's answer, or its error as JSON when ``functionError`` is set.
    package let payload: [UInt8]
    /// `Handled` or `Unhandled` when the function failed; nil when it answered.
    package let functionError: String?
    /// The version that ran.
    package let executedVersion: String?
    /// The last 4 KB of the log, when asked for.
    package let logTail: String?
    /// The invocation's request id.
    package let requestID: String?
}

/// What Lambda says about a function.
package struct LambdaFunctionDescription: Sendable, Hashable {
    /// The function's name.
    package let name: String
    /// The function's ARN.
    package let arn: String?
    /// `Pending`, `Active`, `Inactive` or `Failed`.
    package let state: String?
    /// Memory in MB.
    package let memoryMB: Int?
    /// The longest invocation, in seconds.
    package let timeoutSeconds: Int?
}
