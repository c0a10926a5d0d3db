/// An event as `next` delivers it (AWS Lambda Developer Guide, "Using the Lambda runtime API for custom runtimes"). In
/// normal mode a header without a value is left out.
package struct RuntimeEvent: Sendable {
    package var requestID: String
    /// Unix milliseconds.
    package var deadline: Int64
    package var functionARN: String?
    package var traceID: String?
    /// JSON text on one line.
    package var clientContext: String?
    package var tenantID: String?
    package var payload: [UInt8]

    package init(
        requestID: String, deadline: Int64, functionARN: String? = nil, traceID: String? = nil,
        clientContext: String? = nil, tenantID: String? = nil, payload: [UInt8]
    ) {
        self.requestID = requestID
        self.deadline = deadline
        self.functionARN = functionARN
        self.traceID = traceID
        self.clientContext = clientContext
        self.tenantID = tenantID
        self.payload = payload
    }

    package var headers: [(name: String, value: String)] {
        let optional = [
            ("Lambda-Runtime-Invoked-Function-Arn", functionARN), ("Lambda-Runtime-Trace-Id", traceID),
            ("Lambda-Runtime-Client-Context", clientContext), ("Lambda-Runtime-Aws-Tenant-Id", tenantID),
        ]
        return [
            (name: "Content-Type", value: "application/json"),
            (name: "Lambda-Runtime-Aws-Request-Id", value: requestID),
            (name: "Lambda-Runtime-Deadline-Ms", value: String(deadline)),
        ] + optional.compactMap { name, value in value.map { (name: name, value: $0) } }
    }

    package var answer: HTTPAnswer { HTTPAnswer(200, headers: headers, body: payload) }
}
