import Foundation
import LambdaLoopback
import WireFormats

/// The Lambda API over HTTP: the part of it that invokes functions and deploys them.
/// Source: AWS Lambda API Reference.
struct LambdaAPI: Sendable {
    let service: LambdaService
    let events: EventQueue
    let settings: ServiceSettings

    /// More than any operation takes: a larger body is not read.
    static let maximumBody = 80 << 20

    /// Answers any request; errors become the service's error documents.
    func answer(to request: HTTPRequest) async -> HTTPAnswer {
        var answer: HTTPAnswer
        do {
            answer = try await route(request)
        } catch {
            answer = error.answer
        }
        if !answer.headers.contains(where: { $0.name == Self.requestIDHeader }) {
            answer.headers.append((name: Self.requestIDHeader, value: UUID().uuidString.lowercased()))
        }
        return answer
    }

    /// The request id, which is the invocation's own where there is one.
    static let requestIDHeader = "x-amzn-RequestId"

    private func route(_ request: HTTPRequest) async throws(InvokeRefusal) -> HTTPAnswer {
        let path = request.path
        guard path.count >= 2, path[1] == "functions" else {
            if request.method == "GET", path == ["_local", "statistics"] {
                return try json(await service.statistics())
            }
            throw .noSuchOperation(request)
        }
        guard path.count > 2 else {
            switch request.method {
            case "POST":
                try checkCodeSize(request, operation: "CreateFunction")
                return try json(await service.create(decode(request)), status: 201)
            case "GET":
                return try json(FunctionList(functions: await service.configurations()))
            default:
                throw .noSuchOperation(request)
            }
        }
        guard var identifier = FunctionIdentifier(path[2]) else {
            throw .invalidParameter("\(path[2]) is not a function's name or ARN.")
        }
        identifier.qualifier = request.query("Qualifier") ?? identifier.qualifier
        if path.count > 3, path[3] == "aliases" {
            return try await routeAlias(path.count > 4 ? path[4] : nil, of: identifier, request)
        }
        return try await route(request, identifier, path.dropFirst(3).joined(separator: "/"))
    }

    private func route(
        _ request: HTTPRequest, _ identifier: FunctionIdentifier, _ operation: String
    ) async throws(InvokeRefusal) -> HTTPAnswer {
        switch (request.method, operation) {
        case ("POST", "invocations"):
            return try await invoke(identifier, request)
        case ("GET", ""):
            return try json(FunctionDescription(configuration: await service.configuration(identifier)))
        case ("DELETE", ""):
            try await service.delete(identifier)
            return HTTPAnswer(204)
        case ("GET", "configuration"):
            return try json(await service.configuration(identifier))
        case ("PUT", "configuration"):
            let function = try await service.function(identifier)
            try await function.update(decode(request))
            return try json(await function.configuration)
        case ("PUT", "code"):
            try checkCodeSize(request, operation: "UpdateFunctionCode")
            let code: FunctionRequest.Code = try decode(request)
            return try json(await service.updateCode(code.zipFile, of: identifier))
        case (_, "event-invoke-config"):
            return try await routeEventInvokeConfiguration(of: identifier, request)
        case ("PUT", "concurrency"):
            let limit: Concurrency = try decode(request)
            try await service.function(identifier).reserve(concurrency: limit.reserved)
            return try json(limit)
        case ("DELETE", "concurrency"):
            try await service.function(identifier).reserve(concurrency: nil)
            return HTTPAnswer(204)
        default:
            throw .noSuchOperation(request)
        }
    }

    private func routeEventInvokeConfiguration(
        of identifier: FunctionIdentifier, _ request: HTTPRequest
    ) async throws(InvokeRefusal) -> HTTPAnswer {
        let function = try await service.function(identifier)
        let qualifier = identifier.qualifier
        if request.method == "PUT" {
            try await function.setEventInvokeConfiguration(decode(request), of: qualifier)
        }
        guard let configuration = await function.eventInvokeConfiguration(of: qualifier) else {
            throw .eventInvokeConfigurationNotFound(
                settings.arn(of: identifier.name, qualifier: qualifier ?? "$LATEST"))
        }
        switch request.method {
        case "GET", "PUT": return try json(configuration)
        case "DELETE":
            try await function.setEventInvokeConfiguration(nil, of: qualifier)
            return HTTPAnswer(204)
        default: throw .noSuchOperation(request)
        }
    }

    private func routeAlias(
        _ name: String?, of identifier: FunctionIdentifier, _ request: HTTPRequest
    ) async throws(InvokeRefusal) -> HTTPAnswer {
        let function = try await service.function(identifier)
        switch (request.method, name) {
        case ("POST", nil): return try json(await function.createAlias(decode(request)), status: 201)
        case ("GET", nil): return try json(AliasList(aliases: await function.sortedAliases))
        case ("GET", let name?): return try json(await function.alias(name))
        case ("PUT", let name?): return try json(await function.updateAlias(name, decode(request)))
        case ("DELETE", let name?):
            await function.deleteAlias(name)
            return HTTPAnswer(204)
        default: throw .noSuchOperation(request)
        }
    }

    /// 50 MB of zip in base64, and a little JSON.
    private func checkCodeSize(_ request: HTTPRequest, operation: String) throws(InvokeRefusal) {
        let limit = 69_905_067
        guard request.body.count < limit else { throw .requestTooLarge(limit: limit, operation: operation) }
    }

    private func decode<Value: Decodable>(_ request: HTTPRequest) throws(InvokeRefusal) -> Value {
        do {
            return try JSON.decode(Value.self, from: request.body)
        } catch {
            throw .payloadNotJSON("\(error)")
        }
    }

    private func json(_ value: some Encodable, status: Int = 200) throws(InvokeRefusal) -> HTTPAnswer {
        do {
            return HTTPAnswer(status, json: try JSON.encode(value))
        } catch {
            throw .serviceFailed("\(error)")
        }
    }
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
