import FlyingFox
import FlyingSocks
import Foundation
import RollcallMessages
import Synchronization
import TestSupport

/// Lambda's Invoke API on 127.0.0.1, with a function of the test's in place of both of ours.
final class FakeLambda: Sendable {
    /// Takes a function's name and payload; returns the answer's payload.
    typealias Function = @Sendable (_ name: String, _ payload: [UInt8]) async throws -> [UInt8]

    /// What a function throws to have the service refuse its event.
    struct Refusal: Error {
        let status: Int
        let code: String
    }

    let endpoint: String
    let port: Int
    private let server: HTTPServer
    private let serving: Task<Void, any Error>

    /// - Parameter port: nil takes a free one.
    init(port: Int? = nil, _ function: @escaping Function) async throws {
        let port = try port ?? freePort()
        self.port = port
        endpoint = "http://127.0.0.1:\(port)"
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: UInt16(port)), logger: .disabled)
        self.server = server
        await server.appendRoute("GET /2015-03-31/functions/*") { request in
            let name = request.path.split(separator: "/").dropFirst(2).first ?? ""
            return HTTPResponse(
                statusCode: .ok,
                body: Data(
                    #"{"Configuration":{"FunctionName":"\#(name)","MemorySize":1769,"Timeout":30}}"#.utf8))
        }
        await server.appendRoute("POST /2015-03-31/functions/*") { request in
            let name = String(request.path.split(separator: "/").dropFirst(2).first ?? "")
            let payload = [UInt8](try await request.bodyData)
            let isEvent = request.headers[HTTPHeader("X-Amz-Invocation-Type")] == "Event"
            let answer: [UInt8]
            do {
                answer = try await function(name, payload)
            } catch let refusal as Refusal {
                return HTTPResponse(
                    statusCode: HTTPStatusCode(refusal.status, phrase: ""),
                    headers: [HTTPHeader("x-amzn-ErrorType"): refusal.code],
                    body: Data(#"{"Message":"refused"}"#.utf8))
            }
            return HTTPResponse(statusCode: isEvent ? .accepted : .ok, body: isEvent ? Data() : Data(answer))
        }
        serving = Task { try await server.run() }
        try await server.waitUntilListening(timeout: 60)
    }

    func stop() async {
        await server.stop()
        _ = await serving.result
    }
}
