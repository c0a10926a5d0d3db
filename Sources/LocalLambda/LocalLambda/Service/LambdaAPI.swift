import FlyingFox
import Foundation

/// The Lambda API over HTTP: the part of it that invokes functions and deploys them.
/// Source: AWS Lambda API Reference.
struct LambdaAPI: Sendable {
    let service: LambdaService
    let events: EventQueue
    let settings: ServiceSettings

    /// Answers any request; errors become the service's error documents.
    func respond(to request: HTTPRequest, body: [UInt8]) async -> HTTPResponse {
        var response: HTTPResponse
        do {
            response = try await route(request, body: body)
        } catch {
            response = .json(
                error, status: HTTPStatusCode(error.status, phrase: "Error"),
                headers: [HTTPHeader("x-amzn-ErrorType"): error.code])
        }
        if response.headers[.requestID] == nil {
            response.headers[.requestID] = UUID().uuidString.lowercased()
        }
        return response
    }

    private func route(_ request: HTTPRequest, body: [UInt8]) async throws(ServiceError) -> HTTPResponse {
        let path = request.path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
        guard path.count >= 2, path[1] == "functions" else {
            if request.method == .GET, path == ["_local", "statistics"] {
                return .json(await service.statistics())
            }
            throw .noSuchOperation(request.method.rawValue, request.path)
        }
        guard path.count > 2 else {
            switch request.method {
            case .POST:
                try checkCodeSize(body, operation: "CreateFunction")
                return .json(try await service.create(decode(body)), status: .created)
            case .GET:
                return .json(FunctionList(functions: await service.configurations()))
            default:
                throw .noSuchOperation(request.method.rawValue, request.path)
            }
        }
        guard var identifier = FunctionIdentifier(path[2]) else {
            throw .invalidParameter("\(path[2]) is not a function's name or ARN.")
        }
        identifier.qualifier = request.query.first { $0.name == "Qualifier" }?.value ?? identifier.qualifier
        switch (request.method, path.dropFirst(3).joined(separator: "/")) {
        case (.POST, "invocations"):
            return try await invoke(identifier, request, payload: body)
        case (.GET, ""):
            let configuration = try await service.function(identifier).configuration
            return .json(FunctionDescription(configuration: configuration))
        case (.DELETE, ""):
            try await service.delete(identifier)
            return HTTPResponse(statusCode: .noContent)
        case (.GET, "configuration"):
            return .json(try await service.function(identifier).configuration)
        case (.PUT, "configuration"):
            let function = try await service.function(identifier)
            try await function.update(decode(body))
            return .json(await function.configuration)
        case (.PUT, "code"):
            try checkCodeSize(body, operation: "UpdateFunctionCode")
            let code: FunctionRequest.Code = try decode(body)
            return .json(try await service.updateCode(code.zipFile, of: identifier))
        case (.PUT, "event-invoke-config"):
            let function = try await service.function(identifier)
            try await function.update(decode(body) as EventInvokeConfiguration)
            return .json(await function.eventInvokeConfiguration)
        case (.PUT, "concurrency"):
            let limit: Concurrency = try decode(body)
            try await service.function(identifier).reserve(concurrency: limit.reserved)
            return .json(limit)
        case (.DELETE, "concurrency"):
            try await service.function(identifier).reserve(concurrency: nil)
            return HTTPResponse(statusCode: .noContent)
        default:
            throw .noSuchOperation(request.method.rawValue, request.path)
        }
    }

    /// 50 MB of zip in base64, and a little JSON.
    private func checkCodeSize(_ body: [UInt8], operation: String) throws(ServiceError) {
        let limit = 69_905_067
        guard body.count < limit else { throw .requestTooLarge(limit: limit, operation: operation) }
    }

    private func decode<Value: Decodable>(_ body: [UInt8]) throws(ServiceError) -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(body))
        } catch {
            throw .payloadNotJSON("\(error)")
        }
    }
}

extension HTTPHeader {
    /// The request id, which is the invocation's own where there is one.
    static let requestID = HTTPHeader("x-amzn-RequestId")
}

/// The reply of ListFunctions.
struct FunctionList: Encodable {
    var functions: [FunctionConfiguration]

    enum CodingKeys: String, CodingKey {
        case functions = "Functions"
    }
}

/// The reply of GetFunction.
struct FunctionDescription: Encodable {
    var configuration: FunctionConfiguration

    enum CodingKeys: String, CodingKey {
        case configuration = "Configuration"
    }
}

/// The body of PutFunctionConcurrency, and its reply.
struct Concurrency: Codable {
    var reserved: Int

    enum CodingKeys: String, CodingKey {
        case reserved = "ReservedConcurrentExecutions"
    }
}
