/// Posts to servers that are not AWS's, over connections that are kept.
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
        guard let url = URLParts(address) else {
            throw AWSError(
                kind: .configuration, service: "HTTP", operation: "POST",
                message: "the address is no URL such as https://example.org/path")
        }
        var request = HTTPRequest(
            method: .post, scheme: url.scheme, authority: url.authority, path: url.pathAndQuery)
        for field in headers { request.headers.append(field.name, field.value) }
        let call = HTTPCall(
            request: request, body: body, timeouts: HTTPTimeouts(request: .seconds(30)),
            maximumResponseBytes: Self.maximumResponseBytes)
        do {
            return try await http.perform(call).status
        } catch {
            throw AWSError(
                kind: error.reason == .cancelled
                    ? .cancelled : error.reason == .tooLarge ? .response : .transport,
                service: "HTTP", operation: "POST", message: error.message)
        }
    }

    /// Ends all requests and closes all connections.
    package func shutdown() async {
        await http.shutdown()
    }
}
