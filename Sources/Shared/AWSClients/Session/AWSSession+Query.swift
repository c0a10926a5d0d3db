import WireFormats

extension AWSSession {
    /// Calls an operation of a service that speaks the Query protocol: a form in, XML out (Smithy documentation, "AWS
    /// query protocol").
    ///
    /// - Parameters:
    ///   - version: the service's API version, for example `2011-06-15`.
    ///   - isSigned: false for the few operations that prove by a parameter who asks.
    func query(
        _ service: AWSService, version: String, _ operation: String, on resource: String?,
        _ parameters: [(name: String, value: String)], isSigned: Bool = true
    ) async throws(AWSError) -> ServiceReply {
        var request = ServiceRequest(service: service, operation: operation, resource: resource)
        request.isSigned = isSigned
        request.headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")]
        let form = [(name: "Action", value: operation), ("Version", version)] + parameters
        request.body = Array(
            form.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
                .joined(separator: "&").utf8)
        return try await send(request)
    }
}
