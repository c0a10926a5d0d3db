import Foundation
import TestSupport
import Testing

/// The program with fewer descriptors than connections.
@Suite struct ShortageTests {
    @Test func `Who comes after a shortage of descriptors is served`() async throws {
        let script = """
            import http.client, resource, socket, subprocess, sys
            limit = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
            service = subprocess.Popen([sys.argv[1], "--port", "0"], stdout=subprocess.PIPE, text=True, preexec_fn=limit)
            try:
                address = service.stdout.readline().split("//")[1].strip()
                host, port = address.split(":")
                crowd = [socket.create_connection((host, int(port))) for _ in range(60)]
                for connection in crowd: connection.close()
                late = http.client.HTTPConnection(address, timeout=60)
                late.request("GET", "/2015-03-31/functions/nobody")
                print(late.getresponse().status)
            finally:
                service.terminate()
                service.wait()
            """
        let result = try await Subprocess.run(
            "python3", ["-c", script, Repository.products.appending(path: "local-lambda").path])
        #expect(result.text == "404\n", "\(result.text)\(result.errorText)")
    }
}
