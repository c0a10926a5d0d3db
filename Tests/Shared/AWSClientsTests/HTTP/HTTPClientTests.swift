import Foundation
import Synchronization
import TestSupport
import Testing

@testable import AWSClients

struct HTTPClientTests {
    private static let timeouts = HTTPTimeouts()

    private func call(
        _ endpoint: String, _ path: String = "/", method: HTTPMethod = .get, body: [UInt8] = [],
        timeouts: HTTPTimeouts = timeouts, limit: Int = 1 << 20
    ) throws -> HTTPCall {
        let url = try #require(URLParts(endpoint))
        let request = HTTPRequest(
            method: method, scheme: url.scheme, authority: url.authority, path: path)
        return HTTPCall(request: request, body: body, timeouts: timeouts, maximumResponseBytes: limit)
    }

    private func failure(_ http: HTTPClient, _ call: HTTPCall) async -> HTTPFailure? {
        do {
            _ = try await http.perform(call)
            return nil
        } catch {
            return error
        }
    }

    @Test
    func keepsItsConnection() async throws {
        let server = try ScriptedServer(.answer(200, body: "x"))
        defer { server.stop() }
        let http = HTTPClient()
        for _ in 0..<20 { _ = try await http.perform(call(server.endpoint)) }
        #expect(server.requests.count == 20)
        #expect(server.connectionCount == 1)
        await http.shutdown()
    }

    @Test
    func sendsInParallel() async throws {
        let server = try ScriptedServer { request, _ in .answer(200, body: request.target) }
        defer { server.stop() }
        let http = HTTPClient()
        try await withThrowingTaskGroup { group in
            for number in 0..<100 {
                group.addTask {
                    let reply = try await http.perform(call(server.endpoint, "/\(number)"))
                    #expect(reply.body == Array("/\(number)".utf8))
                }
            }
            try await group.waitForAll()
        }
        #expect(server.requests.count == 100)
        #expect(server.connectionCount <= 64)
    }

    @Test
    func opensANewConnectionWhenTheKeptOneIsDead() async throws {
        let server = try ScriptedServer(.answerAndClose(200, body: "x"))
        defer { server.stop() }
        let http = HTTPClient()
        for _ in 0..<5 {
            let reply = try await http.perform(call(server.endpoint, method: .post, body: [1, 2, 3]))
            #expect(reply.body == [UInt8(ascii: "x")])
        }
        #expect(server.requests.map(\.body) == Array(repeating: [1, 2, 3], count: 5))
    }

    @Test
    func sendsMethodsHeadersAndBodiesAsGiven() async throws {
        let server = try ScriptedServer(.answer(204, ["x-reply": " spaced ", "empty": ""]))
        defer { server.stop() }
        let http = HTTPClient()
        let body = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        var put = try call(server.endpoint, "/a/../b//%2F?x=%20", method: .put, body: body)
        put.request.headers.append("Content-Type", "video/h264")
        put.request.headers.append("cookie", "")
        put.request.headers.append("x-split", " one\r\nx-forged: two\t")
        let reply = try await http.perform(put)
        #expect(reply.status == 204)
        #expect(reply.headers["X-Reply"] == "spaced")
        _ = try await http.perform(call(server.endpoint, method: .delete))
        _ = try await http.perform(call(server.endpoint, method: .head))
        let requests = server.requests
        #expect(requests.map(\.method) == ["PUT", "DELETE", "HEAD"])
        #expect(requests[0].target == "/a/../b//%2F?x=%20")
        #expect(requests[0].body == body)
        #expect(requests[0].headers["content-type"] == "video/h264")
        #expect(requests[0].headers["cookie"] == "")
        #expect(requests[0].headers["x-split"] == "one  x-forged: two")
        #expect(requests[0].headers["x-forged"] == nil)
        #expect(requests[0].headers["expect"] == nil)
        #expect(requests[1].headers["content-type"] == nil)
    }

    @Test
    func aHeadRequestLeavesTheConnectionUsable() async throws {
        let server = try ScriptedServer { request, _ in
            request.method == "HEAD"
                ? .answer(200, ["content-length": "5000"]) : .answer(200, body: "body")
        }
        defer { server.stop() }
        let http = HTTPClient()
        let head = try await http.perform(call(server.endpoint, method: .head))
        #expect(head.headers["content-length"] == "5000")
        #expect(head.body == [])
        #expect(try await http.perform(call(server.endpoint)).body == Array("body".utf8))
        #expect(server.connectionCount == 1)
    }

    @Test
    func refusesAnswersOverTheBound() async throws {
        let server = try ScriptedServer(.answer(200, body: String(repeating: "x", count: 1001)))
        defer { server.stop() }
        let http = HTTPClient()
        #expect(try await http.perform(call(server.endpoint, limit: 1001)).body.count == 1001)
        #expect(try await failure(http, call(server.endpoint, limit: 1000))?.reason == .tooLarge)
    }

    @Test
    func endsASilentRequestInTime() async throws {
        let server = try ScriptedServer(.silence)
        defer { server.stop() }
        let timeouts = HTTPTimeouts(request: .milliseconds(50))
        let failure = try await failure(HTTPClient(), call(server.endpoint, timeouts: timeouts))
        #expect(failure?.reason == .timedOut)
    }

    @Test
    func saysWhyThereIsNoConnection() async throws {
        let http = HTTPClient()
        let port = try freePort()
        #expect(try await failure(http, call("http://127.0.0.1:\(port)"))?.reason == .notConnected)
        #expect(try await failure(http, call("http://nobody.invalid"))?.reason == .nameNotFound)
        let plain = try listenAndReply("HTTP/1.1 400 Bad Request\r\n\r\n")
        #expect(try await failure(http, call("https://127.0.0.1:\(plain)"))?.reason == .tls)
    }

    @Test
    func cancellingTheTaskEndsTheTransfer() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, _ in
            arrival.yield()
            return .silence
        }
        defer { server.stop() }
        let http = HTTPClient()
        let silent = try call(server.endpoint)
        let task = Task { await failure(http, silent) }
        for await _ in arrivals { break }
        task.cancel()
        #expect(await task.value == .cancelled)

        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(http, silent)
        }
        #expect(await early.value == .cancelled)
        #expect(server.requests.count == 1)
    }

    @Test
    func shutdownEndsEverything() async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let server = try ScriptedServer { _, _ in
            arrival.yield()
            return .silence
        }
        defer { server.stop() }
        let http = HTTPClient()
        let silent = try call(server.endpoint)
        let task = Task { await failure(http, silent) }
        for await _ in arrivals { break }
        await http.shutdown()
        #expect(await task.value == .cancelled)
        #expect(await failure(http, silent) == .cancelled)
        await http.shutdown()
    }

    @Test(arguments: ["HTTP/1.1 abc\r\n\r\n", "garbage\r\n\r\n", "HTTP/1.1 200 OK\r\n: x\r\n\r\n"])
    func survivesWhatIsNotHTTP(_ reply: String) async throws {
        let port = try listenAndReply(reply)
        let timeouts = HTTPTimeouts(request: .seconds(5))
        let failure = try await failure(HTTPClient(), call("http://127.0.0.1:\(port)", timeouts: timeouts))
        #expect(failure == nil || failure?.reason == .other)
    }

    /// Writes `reply` to the first who connects, whatever they send, and returns the port.
    private func listenAndReply(_ reply: String) throws -> Int {
        let listener = try listenOnLoopback()
        Thread.detachNewThread {
            let connection = accept(listener.descriptor, nil, nil)
            _ = Array(reply.utf8).withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            close(connection)
            close(listener.descriptor)
        }
        return listener.port
    }
}
