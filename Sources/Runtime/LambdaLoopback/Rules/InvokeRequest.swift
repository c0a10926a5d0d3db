internal import WireFormats

/// A request of the Invoke API that the service takes (AWS Lambda API Reference, "Invoke").
package struct InvokeRequest: Sendable {
    package var type: InvocationType
    /// Whether the answer shall carry the end of the log.
    package var wantsLog: Bool
    /// JSON text on one line.
    package var clientContext: String?
    package var traceID: String?
    package var tenantID: String?
    /// The event: JSON text, `{}` where the invoker sent nothing.
    package var payload: [UInt8]

    /// Checks type, size, form and client context, in the order in which the service does.
    package init(_ request: HTTPRequest) throws(InvokeRefusal) {
        let name = request.header("X-Amz-Invocation-Type") ?? ""
        guard let type = name.isEmpty ? .requestResponse : InvocationType(rawValue: name) else {
            throw .invalidParameter("\(name) is not an invocation type: RequestResponse, Event or DryRun.")
        }
        guard request.body.count <= type.limit else {
            throw .payloadTooLarge(request.body.count, type: type)
        }
        self.type = type
        wantsLog = request.header("X-Amz-Log-Type") == "Tail"
        payload = request.body.isEmpty ? Array("{}".utf8) : request.body
        do {
            _ = try JSON.decode(Anything.self, from: payload)
        } catch DecodingError.dataCorrupted(let context) {
            throw .payloadNotJSON(context.debugDescription)
        } catch {
            throw .payloadNotJSON("\(error)")
        }
        clientContext = try Self.clientContext(request.header("X-Amz-Client-Context"))
        traceID = request.header("X-Amzn-Trace-Id")
        tenantID = request.header("X-Amz-Tenant-Id")
    }

    /// Text that is JSON, whatever it says.
    private struct Anything: Decodable {
        init(from decoder: any Decoder) {}
    }

    private static func clientContext(_ header: String?) throws(InvokeRefusal) -> String? {
        guard let header, !header.isEmpty else { return nil }
        guard let bytes = Base64.decode(header), let text = String(validating: bytes, as: UTF8.self),
            !text.contains(where: \.isNewline)
        else {
            throw .invalidParameter("X-Amz-Client-Context must be the base64 of JSON text on one line.")
        }
        return text
    }
}
