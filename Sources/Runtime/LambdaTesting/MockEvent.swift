/// An event as Lambda would send it.
public struct MockEvent: Sendable {
    /// The event, usually JSON.
    public var body: [UInt8]
    /// The id that the function's answer has to name.
    public var requestID: String
    /// The time that the function gets.
    public var timeout: Duration
    /// The header lines besides request id, deadline and Content-Length, as name and value.
    public var headers: [(name: String, value: String)]

    /// Makes an event.
    ///
    /// - Parameters:
    ///   - body: the event.
    ///   - requestID: its id; different events need different ones.
    ///   - timeout: what is left until the deadline when the event is delivered. Lambda's own default is 3 s;
    ///     a minute lets a busy machine pass its tests.
    ///   - headers: further headers, for instance `Lambda-Runtime-Trace-Id`.
    public init(
        _ body: [UInt8], requestID: String = "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
        timeout: Duration = .seconds(60), headers: [(name: String, value: String)] = []
    ) {
        self.body = body
        self.requestID = requestID
        self.timeout = timeout
        self.headers = headers
    }

    /// Makes an event of text, usually JSON; see ``init(_:requestID:timeout:headers:)``.
    public init(
        _ text: String, requestID: String = "8476a536-e9f4-11e8-9739-2dfe598c3fcd",
        timeout: Duration = .seconds(60), headers: [(name: String, value: String)] = []
    ) {
        self.init(Array(text.utf8), requestID: requestID, timeout: timeout, headers: headers)
    }
}
