import Foundation
import TestSupport
import Testing

@testable import AWSClients

private let hasOpenSSL = ["/usr/bin/openssl", "/usr/local/bin/openssl"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
}

@Suite(.enabled(if: hasOpenSSL, "no openssl command to make a certificate with"))
struct TLSTests {
    /// Answers a GET, and closes the connection in the middle of anything else's body.
    private static let script = """
        import socket, ssl
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(sys.argv[2])
        listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
        while True:
            connection, _ = listener.accept()
            try:
                connection = context.wrap_socket(connection, server_side=True)
                if connection.recv(1000).startswith(b"GET"):
                    connection.sendall(b"HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\nok")
                connection.close()
            except OSError:
                pass
        """

    /// Runs `body` with the port of a TLS server and the certificate that vouches for it.
    private func withServer(_ body: (Int, String) async throws -> Void) async throws {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "certificate.pem").path
        let made = try await Subprocess.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", file, "-out",
                folder.appending(path: "public.pem").path,
            ])
        #expect(made.status == 0, "\(made.errorText)")
        let certificate = try Data(contentsOf: folder.appending(path: "public.pem"))
        try (Data(contentsOf: URL(filePath: file)) + certificate).write(to: URL(filePath: file))
        let server = try await PythonServer(script: Self.script, arguments: [file])
        defer { server.stop() }
        try await body(server.port, folder.appending(path: "public.pem").path)
    }

    private func call(_ port: Int, _ method: HTTPMethod = .get, body: [UInt8] = []) -> HTTPCall {
        let request = HTTPRequest(
            method: method, scheme: "https", authority: "127.0.0.1:\(port)", path: "/")
        return HTTPCall(request: request, body: body, timeouts: HTTPTimeouts(), maximumResponseBytes: 1000)
    }

    @Test
    func trustsOnlyCertificatesItCanVerify() async throws {
        try await withServer { (port, certificate) async throws in
            let reply = try await HTTPClient(files: TLSFiles(authorities: certificate)).perform(call(port))
            #expect(reply.body == Array("ok".utf8))
            let failure = await #expect(throws: HTTPFailure.self) {
                try await HTTPClient().perform(call(port))
            }
            #expect(failure?.reason == .tls)
        }
    }

    @Test
    func survivesAnUploadThatIsCutOff() async throws {
        try await withServer { (port, certificate) async throws in
            let http = HTTPClient(files: TLSFiles(authorities: certificate))
            let body = [UInt8](repeating: 7, count: 20_000_000)
            for _ in 0..<3 {
                // A broken pipe's signal must not end the process.
                await #expect(throws: HTTPFailure.self) {
                    try await http.perform(call(port, .put, body: body))
                }
            }
            #expect(try await http.perform(call(port)).body == Array("ok".utf8))
        }
    }
}
