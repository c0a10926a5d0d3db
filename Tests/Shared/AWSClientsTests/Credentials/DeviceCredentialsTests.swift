import Foundation
import TestSupport
import Testing
import WireFormats

@testable import AWSClients

/// AWS IoT's credential provider, played by a TLS server that demands certificates of one authority.
@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl"), "no openssl command"))
struct DeviceCredentialsTests {
    private static let makeCertificates = """
        set -e
        cd "$1"
        key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
        for ca in ca other; do
            key $ca
            openssl req -x509 -new -key $ca.key -days 2 -subj "/CN=$ca" -out $ca.pem
        done
        sign() { # name authority days more…
            key "$1"
            openssl req -new -key "$1.key" -subj "/CN=$1" -out "$1.csr"
            openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -out "$1.pem" "${@:3}"
        }
        printf 'subjectAltName=IP:127.0.0.1' >names
        sign server ca -days 2 -extfile names
        sign device ca -days 2
        sign foreign other -days 2
        sign expired ca -days -1
        sign revoked ca -days 2
        printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=index\\ncrlnumber=number\\ndefault_md=sha256\\ndefault_crl_days=2\\n' >conf
        : >index
        echo 01 >number
        openssl ca -config conf -keyfile ca.key -cert ca.pem -revoke revoked.pem
        openssl ca -config conf -keyfile ca.key -cert ca.pem -gencrl -out crl.pem
        cat server.key server.pem >both.pem
        """

    private static let server = """
        import http.server, json, socket, ssl, sys
        folder, version, answer = sys.argv[2:5]
        class Handler(http.server.BaseHTTPRequestHandler):
            def setup(self):
                try:
                    self.request.do_handshake()
                except ssl.SSLError:
                    # What the client has sent already must be read, or the system resets the connection under the alert.
                    with socket.socket(fileno=self.request.detach()) as raw:
                        raw.shutdown(socket.SHUT_WR)
                        while raw.recv(4096):
                            pass
                    raise
                super().setup()
            def do_GET(self):
                known = self.path == "/role-aliases/lab%20alias/credentials"
                thing = self.headers["x-amzn-iot-thingname"] == "lab"
                status = 404 if not known else 403 if not thing else 200
                body = answer if status == 200 else json.dumps({"message": "Role alias not found" if not known else "Access Denied"})
                self.send_response(status)
                self.end_headers()
                self.wfile.write(body.encode())
            def log_message(self, *arguments):
                pass
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.maximum_version = getattr(ssl.TLSVersion, version)
        context.load_cert_chain(folder + "/both.pem")
        context.load_verify_locations(folder + "/ca.pem")
        context.load_verify_locations(folder + "/crl.pem")
        context.verify_flags |= ssl.VERIFY_CRL_CHECK_LEAF
        context.verify_mode = ssl.CERT_REQUIRED if version != "TLSv1" else ssl.CERT_NONE
        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.serve_forever()
        """

    private static let answer = """
        {"credentials":{"accessKeyId":"ASIADEVICE","secretAccessKey":"s","sessionToken":"t",\
        "expiration":"2099-01-01T00:00:00Z"}}
        """

    /// Runs `body` with the identity of a device that the server knows.
    private func withProvider(
        _ version: String = "TLSv1_3", answer: String = answer,
        _ body: (DeviceIdentity, URL) async throws -> Void
    ) async throws {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let made = try await Subprocess.run("bash", ["-c", Self.makeCertificates, "bash", folder.path])
        #expect(made.status == 0, "\(made.errorText)")
        let server = try await PythonServer(script: Self.server, arguments: [folder.path, version, answer])
        defer { server.stop() }
        let identity = DeviceIdentity(
            endpoint: "127.0.0.1:\(server.port)", roleAlias: "lab alias", thing: "lab",
            certificate: folder.appending(path: "device.pem").path,
            key: folder.appending(path: "device.key").path,
            authorities: folder.appending(path: "ca.pem").path)
        try await body(identity, folder)
    }

    private func error(_ identity: DeviceIdentity) async -> AWSError? {
        await #expect(throws: AWSError.self) {
            try await DeviceCredentials(identity, time: TestTime().source()).credentials()
        }
    }

    @Test(arguments: ["TLSv1_2", "TLSv1_3"])
    func aCertificateIsGivenCredentials(_ version: String) async throws {
        try await withProvider(version) { identity, _ in
            let found = try await DeviceCredentials(identity).credentials()
            #expect(found.accessKeyID == "ASIADEVICE")
            #expect(found.secretAccessKey == "s")
            #expect(found.sessionToken == "t")
            #expect(found.expiration == UnixTime(iso8601: "2099-01-01T00:00:00Z"))
            let issuedAt = try #require(found.issuedAt)
            #expect(abs(issuedAt - UnixTime.now()) < 3600)
        }
    }

    @Test(arguments: ["TLSv1_2", "TLSv1_3"])
    func saysWhatIsWrongWithACertificate(_ version: String) async throws {
        try await withProvider(version) { identity, folder in
            let problems: [(String, CertificateProblem)] = [
                ("expired", .expired), ("foreign", .unknownAuthority), ("revoked", .revoked),
            ]
            for (name, problem) in problems {
                var other = identity
                other.certificate = folder.appending(path: "\(name).pem").path
                other.key = folder.appending(path: "\(name).key").path
                let error = await error(other)
                #expect(error?.kind == .credentials)
                #expect(error?.certificateProblem == problem, "\(name): \(error.map { "\($0)" } ?? "")")
                #expect(error?.advice?.contains("certificate") == true)
            }
        }
    }

    @Test(arguments: ["TLSv1_2", "TLSv1_3"])
    func saysThatTheServerWantsACertificate(_ version: String) async throws {
        try await withProvider(version) { identity, _ in
            let url = try #require(URLParts("https://\(identity.endpoint)"))
            let fetch = CredentialsFetch(
                "test", http: HTTPClient(files: TLSFiles(authorities: identity.authorities)),
                time: TestTime().source())
            let request = HTTPRequest(method: .get, scheme: "https", authority: url.authority, path: "/")
            let error = await #expect(throws: AWSError.self) {
                try await fetch.reply(to: request, at: "test", timeouts: HTTPTimeouts())
            }
            let problem = error?.certificateProblem
            #expect(
                version == "TLSv1_3" ? problem == .missing : problem == .refused,
                "\(error.map { "\($0)" } ?? "")")
        }
    }

    @Test
    func saysWhichFileIsMissingOrWrong() async throws {
        try await withProvider { identity, folder in
            for path in [\DeviceIdentity.certificate, \.key] {
                var other = identity
                other[keyPath: path] = "/no/such.pem"
                #expect(await error(other)?.resource == "/no/such.pem")
            }
            var mismatched = identity
            mismatched.key = folder.appending(path: "foreign.key").path
            #expect(await error(mismatched)?.kind == .credentials)
            var untrusting = identity
            untrusting.authorities = folder.appending(path: "other.pem").path
            let distrust = await error(untrusting)
            #expect(distrust?.certificateProblem == nil)
            #expect(distrust?.advice?.contains("clock") == true, "\(distrust?.advice ?? "")")
        }
    }

    @Test
    func passesTheServersRefusalsOn() async throws {
        try await withProvider { identity, _ in
            var alias = identity
            alias.roleAlias = "nobody"
            #expect(await error(alias)?.message.contains("Role alias not found") == true)
            var thing = identity
            thing.thing = "somebody else"
            let refused = await error(thing)
            #expect(refused?.status == 403)
            // Keys would not mend it.
            #expect(refused?.advice?.contains("provision") == true, "\(refused?.advice ?? "")")
        }
    }

    @Test(arguments: ["{}", "no JSON", #"{"credentials":{"accessKeyId":"a"}}"#])
    func refusesAnswersWithoutCredentials(_ answer: String) async throws {
        try await withProvider(answer: answer) { identity, _ in
            #expect(await error(identity)?.message.contains("holds no credentials") == true)
        }
    }

    @Test
    func theEnvironmentDescribesADevice() async throws {
        try await withProvider { identity, _ in
            let values = [
                identity.endpoint, identity.roleAlias, identity.thing, identity.certificate, identity.key,
                try #require(identity.authorities),
            ]
            var environment = Dictionary(uniqueKeysWithValues: zip(DeviceIdentity.variables, values))
            #expect(try DeviceIdentity(environment: environment) == identity)
            environment.merge([
                "AWS_REGION": "eu-central-1", "HOME": "/nonexistent",
                // Left over from trying out.
                "AWS_ACCESS_KEY_ID": "AKIAOLD", "AWS_SECRET_ACCESS_KEY": "s",
            ]) { $1 }
            let found = try await AWSConfiguration(environment: environment).credentials.credentials()
            #expect(found.accessKeyID == "ASIADEVICE")
            environment["ROLLCALL_IOT_KEY"] = nil
            let error = await #expect(throws: AWSError.self) {
                try await AWSConfiguration(environment: environment).credentials.credentials()
            }
            #expect(error?.message.contains("ROLLCALL_IOT_KEY") == true)
        }
    }

    @Test
    func theProvidersClockGoesBeforeAClockThatIsWrong() async throws {
        try await withProvider { identity, _ in
            // A Pi that woke up in 2020, whose first request is signed for now.
            let time = TestTime(now: UnixTime(seconds: 1_577_836_800))
            let server = try ScriptedServer(.answer(200))
            defer { server.stop() }
            let session = try AWSSession.test(
                server.endpoint, time: time, credentials: try DeviceCredentials(identity), attempts: 1)
            try await S3Client(session: session).deleteObject(bucket: "b", key: "k")
            let signed = try #require(server.requests.first?.headers["x-amz-date"])
            #expect(!signed.hasPrefix("2020"))
            #expect(session.clockCorrection > .seconds(86_400))
        }
    }

    @Test
    func anEndpointThatIsNotPrivateIsRefused() {
        let identity = DeviceIdentity(
            endpoint: "http://127.0.0.1", roleAlias: "a", thing: "t", certificate: "c", key: "k")
        #expect(throws: AWSError.self) { try DeviceCredentials(identity) }
    }
}
