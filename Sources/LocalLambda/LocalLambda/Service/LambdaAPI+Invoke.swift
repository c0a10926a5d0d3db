import FlyingFox
import Foundation

extension LambdaAPI {
    /// Invoke. Source: AWS Lambda API Reference, "Invoke".
    func invoke(
        _ identifier: FunctionIdentifier, _ request: HTTPRequest, payload: [UInt8]
    ) async throws(ServiceError) -> HTTPResponse {
        let typeName = request.headers[HTTPHeader("X-Amz-Invocation-Type")] ?? ""
        guard let type = typeName.isEmpty ? .requestResponse : InvocationType(rawValue: typeName) else {
            throw .invalidParameter(
                "\(typeName) is not an invocation type: RequestResponse, Event or DryRun.")
        }
        guard payload.count <= type.limit else { throw .payloadTooLarge(payload.count, type: type) }
        let function = try await service.function(identifier)
        let invocation = Invocation(
            functionARN: settings.arn(of: identifier.name, qualifier: identifier.qualifier),
            payload: try Self.json(payload),
            traceID: request.headers[HTTPHeader("X-Amzn-Trace-Id")],
            clientContext: try Self.clientContext(request.headers[HTTPHeader("X-Amz-Client-Context")]),
            tenantID: request.headers[HTTPHeader("X-Amz-Tenant-Id")])
        var headers: HTTPHeaders = [.requestID: invocation.requestID]
        switch type {
        case .dryRun:
            return HTTPResponse(statusCode: .noContent, headers: headers)
        case .event:
            try await events.enqueue(invocation, for: function)
            return HTTPResponse(statusCode: .accepted, headers: headers)
        case .requestResponse:
            let wantsLog = request.headers[HTTPHeader("X-Amz-Log-Type")] == "Tail"
            let outcome = try await function.invoke(invocation, wantsLog: wantsLog)
            headers[HTTPHeader("X-Amz-Executed-Version")] = "$LATEST"
            headers[HTTPHeader("X-Amzn-Trace-Id")] = invocation.traceID
            if outcome.isFunctionError {
                headers[HTTPHeader("X-Amz-Function-Error")] = "Unhandled"
            }
            if wantsLog {
                headers[HTTPHeader("X-Amz-Log-Result")] = Data(outcome.logTail).base64EncodedString()
            }
            return .json(Data(outcome.payload), headers: headers)
        }
    }

    /// The event: `{}` where there is none, else JSON text of any kind.
    private static func json(_ payload: [UInt8]) throws(ServiceError) -> [UInt8] {
        guard !payload.isEmpty else { return [UInt8]("{}".utf8) }
        do {
            _ = try JSONSerialization.jsonObject(with: Data(payload), options: .fragmentsAllowed)
        } catch {
            let reason = (error as NSError).userInfo["NSDebugDescription"] as? String
            throw .payloadNotJSON(reason ?? "it is not JSON text")
        }
        return payload
    }

    private static func clientContext(_ header: String?) throws(ServiceError) -> String? {
        guard let header, !header.isEmpty else { return nil }
        guard let data = Data(base64Encoded: header), let text = String(bytes: data, encoding: .utf8),
            !text.contains(where: \.isNewline)
        else {
            throw .invalidParameter("X-Amz-Client-Context must be the base64 of JSON text on one line.")
        }
        return text
    }
}
