/// Asks servers that are not AWS's, over connections that are kept.
package final class WebClient: Sendable {
    private let http: HTTPClient

    /// More of an answer than anybody looks at.
    private static let maximumResponseBytes = 1 << 20

    /// - Parameter authorities: a PEM file of certificate authorities in place of the system's; nil for the system's.
    package init(authorities: String? = nil) {
        http = HTTPClient(files: TLSFiles(authorities: authorities))
    }

    /// Posts a body, and follows no redirection.
    ///
    /// - Parameters:
    ///   - address: an `http` or `https` URL.
    ///   - headers: further header fields.
    /// - Returns: The status of the answer.
    /// - Throws: ``AWSError`` of kind `configuration` where the address is no such URL, and of kind `transport` or
    ///   `response` where no answer came.
    package func post(
        _ body: [UInt8], to address: String, headers: [(name: String, value: String)] = []
    ) async throws(AWSError) -> Int {
        try await perform(
            .post, address, body, headers: headers, timeouts: HTTPTimeouts(request: .seconds(30)),
            receive: nil
        ).status
    }

    /// Reads what a server sends on and on, until it ends, or the task is cancelled; follows no redirection.
    ///
    /// - Parameters:
    ///   - address: an `http` or `https` URL.
    ///   - idle: how long nothing may come before the server counts as gone.
    ///   - receive: takes the parts of a successful answer as they come, on the client's thread; false ends it.
    /// - Returns: The answer's status and media type, in lower case and without parameters.
    /// - Throws: As ``post(_:to:headers:)``.
    package func read(
        _ address: String, idle: Duration, receive: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
    ) async throws(AWSError) -> (status: Int, mediaType: String) {
        let reply = try await perform(.get, address, timeouts: HTTPTimeouts(idle: idle), receive: receive)
        let type = reply.headers["content-type"]?.split(separator: ";").first ?? ""
        return (reply.status, type.lowercased())
    }

    private func perform(
        _ method: HTTPMethod, _ address: String, _ body: [UInt8] = [],
        headers: [(name: String, value: String)] = [], timeouts: HTTPTimeouts,
        receive: (@Sendable (UnsafeRawBufferPointer) -> Bool)?
    ) async throws(AWSError) -> HTTPReply {
        guard let url = URLParts(address) else {
            throw AWSError(
                kind: .configuration, service: "HTTP", operation: method.rawValue,
                message: "the address is no URL such as https://example.org/path")
        }
        var request = HTTPRequest(
            method: method, scheme: url.scheme, authority: url.authority, path: url.pathAndQuery)
        for field in headers { request.headers.append(field.name, field.value) }
        let call = HTTPCall(
            request: request, body: body, timeouts: timeouts, maximumResponseBytes: Self.maximumResponseBytes,
            receive: receive)
        do {
            return try await http.perform(call)
        } catch {
            throw AWSError(
                kind: error.reason == .cancelled
                    ? .cancelled : error.reason == .tooLarge ? .response : .transport,
                service: "HTTP", operation: method.rawValue, message: error.message)
        }
    }

    /// Ends all requests and closes all connections.
    package func shutdown() async {
        await http.shutdown()
    }
}
