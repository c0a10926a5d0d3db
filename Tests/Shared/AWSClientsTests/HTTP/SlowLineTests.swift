import Foundation
import Glibc
import TestSupport
import Testing

@testable import AWSClients

/// What moves goes on; what stands still ends.
struct SlowLineTests {
    /// Reads a request's body in small pieces with pauses, then answers. Its own buffer is small, as a line's is.
    private static let script = """
        import socket, sys, time
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        listener.bind(("127.0.0.1", int(sys.argv[1])))
        listener.listen()
        pause, count = float(sys.argv[2]), int(sys.argv[3])
        while True:
            connection, _ = listener.accept()
            left, seen = count, b""
            try:
                while True:
                    data = connection.recv(65536)
                    if not data:
                        break
                    if not seen.endswith(b"!"):
                        seen += data
                        if b"\\r\\n\\r\\n" not in seen:
                            continue
                        left -= len(seen.split(b"\\r\\n\\r\\n", 1)[1])
                        seen = b"!"
                    else:
                        left -= len(data)
                    if left <= 0:
                        connection.sendall(b"HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\nok")
                        break
                    time.sleep(pause)
            except OSError:
                pass
            connection.close()
        """

    private func put(_ count: Int, pause: Double, _ timeouts: HTTPTimeouts) async throws -> HTTPReply {
        let server = try await PythonServer(script: Self.script, arguments: ["\(pause)", "\(count)"])
        defer { server.stop() }
        let request = HTTPRequest(
            method: .put, scheme: "http", authority: "127.0.0.1:\(server.port)", path: "/")
        let call = HTTPCall(
            request: request, body: [UInt8](repeating: 7, count: count), timeouts: timeouts,
            maximumResponseBytes: 1000)
        return try await HTTPClient().perform(call)
    }

    @Test
    func anUploadMayTakeManyTimesTheTimeOut() async throws {
        // Some six seconds, of which not one is without a byte.
        let reply = try await put(1_500_000, pause: 0.05, HTTPTimeouts(idle: .seconds(1)))
        #expect(reply.body == Array("ok".utf8))
    }

    @Test
    func anUploadThatStandsStillEnds() async throws {
        let failure = await #expect(throws: HTTPFailure.self) {
            try await put(1_500_000, pause: 600, HTTPTimeouts(idle: .seconds(1)))
        }
        #expect(failure?.reason == .timedOut)
    }

    @Test
    func nothingBoundsTheTimeOfARequestThatMoves() {
        #expect(HTTPTimeouts().request == nil)
    }
}
