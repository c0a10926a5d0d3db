import WireFormats

extension AWSSession {
    /// Calls an operation of a service that speaks AWS JSON (Smithy documentation, "AWS JSON 1.0 protocol" and "AWS
    /// JSON 1.1 protocol", which differ in the content type).
    ///
    /// - Parameters:
    ///   - target: the service's prefix in the `X-Amz-Target` header.
    ///   - version: `1.0` or `1.1`.
    func call<Output: Decodable>(
        _ service: AWSService, target: String, _ operation: String, on resource: String?,
        version: String = "1.0", _ input: some Encodable, as output: Output.Type = Output.self,
        extraTime: Duration = .zero
    ) async throws(AWSError) -> Output {
        var request = ServiceRequest(service: service, operation: operation, resource: resource)
        request.headers = [
            ("content-type", "application/x-amz-json-\(version)"), ("x-amz-target", "\(target).\(operation)"),
        ]
        request.extraTime = extraTime
        do { request.body = try JSON.encode(input) } catch {
            throw request.error(.configuration, "the request cannot be written as JSON: \(error)")
        }
        let reply = try await send(request)
        return try reply.decode(request)
    }
}

/// The answer of an operation that answers nothing of interest.
struct NoOutput: Decodable {}

extension ServiceReply {
    /// The JSON body.
    func decode<Output: Decodable>(_ request: ServiceRequest) throws(AWSError) -> Output {
        do {
            // An empty body stands for an empty document.
            let bytes = body.isEmpty ? Array("{}".utf8) : body
            return try JSON.decode(Output.self, from: bytes)
        } catch {
            var failure = request.error(.response, "the answer is not the JSON expected: \(error)")
            failure.status = status
            failure.requestID = requestID
            throw failure
        }
    }
}
