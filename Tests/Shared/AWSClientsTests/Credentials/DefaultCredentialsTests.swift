import Foundation
import TestSupport
import Testing
import WireFormats

@testable import AWSClients

struct DefaultCredentialsTests {
    private static let answer = """
        {"Code":"Success","AccessKeyId":"ASIAX","SecretAccessKey":"s","Token":"t",
        "Expiration":"2026-11-23T18:00:00Z"}
        """

    /// Credentials of an environment whose shared files hold what is given.
    private func credentials(
        _ variables: [String: String] = [:], config: String = "", credentials: String = ""
    ) async throws -> AWSCredentials {
        try await withSharedFiles(variables, config: config, credentials: credentials) { environment in
            try await AWSConfiguration(environment: environment).credentials.credentials()
        }
    }

    private func error(
        _ variables: [String: String] = [:], config: String = "", credentials: String = ""
    ) async -> AWSError? {
        await #expect(throws: AWSError.self) {
            try await self.credentials(variables, config: config, credentials: credentials)
        }
    }

    @Test
    func theEnvironmentGoesFirst() async throws {
        let found = try await credentials(
            [
                "AWS_ACCESS_KEY_ID": "AKIA1", "AWS_SECRET_ACCESS_KEY": "s1", "AWS_SESSION_TOKEN": "t1",
            ], credentials: "[default]\naws_access_key_id = AKIA2\naws_secret_access_key = s2\n")
        #expect(found == AWSCredentials(accessKeyID: "AKIA1", secretAccessKey: "s1", sessionToken: "t1"))
        #expect(await error(["AWS_ACCESS_KEY_ID": "AKIA1"])?.kind == .credentials)
    }

    @Test
    func readsProfilesOfBothFiles() async throws {
        let file = """
            [default]
            aws_access_key_id = AKIA2
            aws_secret_access_key = s2
            [lab]
            aws_access_key_id = ASIA3
            aws_secret_access_key = s3
            aws_session_token = t3
            """
        #expect(try await credentials(credentials: file).accessKeyID == "AKIA2")
        let lab = try await credentials(["AWS_PROFILE": "lab"], credentials: file)
        #expect(lab == AWSCredentials(accessKeyID: "ASIA3", secretAccessKey: "s3", sessionToken: "t3"))
        let config = "[profile cfg]\naws_access_key_id = AKIA4\naws_secret_access_key = s4\n"
        #expect(try await credentials(["AWS_PROFILE": "cfg"], config: config).accessKeyID == "AKIA4")
        let half = await error(credentials: "[default]\naws_access_key_id = AKIA2\n")
        #expect(half?.message.contains("aws_secret_access_key") == true)
        let sso = await error(config: "[default]\nsso_session = corp\n")
        #expect(sso?.message.contains("credential_process") == true)
    }

    @Test
    func runsTheCredentialProcess() async throws {
        let process = { (command: String) in "[default]\ncredential_process = \(command)\n" }
        let found = try await credentials(
            config: process(
                #"printf '{"Version":1,"AccessKeyId":"ASIA%s","SecretAccessKey":"s","SessionToken":"t","Expiration":"2099-11-23T18:00:00Z"}' 5"#
            ))
        #expect(found.accessKeyID == "ASIA5")
        #expect(found.expiration == UnixTime(seconds: 4_099_140_000))
        for (command, reason) in [
            ("exit 3", "exit status 3"), ("cat", "JSON"), ("echo hello", "JSON"), ("yes", "65536 bytes"),
            (#"echo '{"Version":2,"AccessKeyId":"a","SecretAccessKey":"b"}'"#, "Version is 2"),
            ("/no/such/command", "exit status 127"),
            (
                #"echo '{"Version":1,"AccessKeyId":"a","SecretAccessKey":"b","Expiration":"2020-11-23T11:59:59Z"}'"#,
                "its credentials ended at 2020-11-23T11:59:59Z"
            ),
        ] {
            let error = await error(config: process(command))
            #expect(error?.kind == .credentials)
            #expect(error?.message.contains(reason) == true, "\(error?.message ?? "") for \(command)")
        }
    }

    @Test(arguments: [
        "2020-02-21T16:06:25", "tomorrow", "", "2026-13-01T00:00:00Z", "1795456800", "2026-11-23 18:00:00Z",
    ])
    func refusesAnEndThatIsNoTime(_ expiration: String) async throws {
        let answer =
            #"{"Version":1,"AccessKeyId":"a","SecretAccessKey":"s","Token":"t","Expiration":"\#(expiration)"}"#
        let process = await error(config: "[default]\ncredential_process = echo '\(answer)'\n")
        #expect(process?.message.contains("Expiration \"\(expiration)\"") == true)
        let server = try ScriptedServer(.answer(200, body: answer))
        defer { server.stop() }
        let container = await error(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.endpoint])
        #expect(container?.message.contains("Expiration \"\(expiration)\"") == true)
    }

    @Test(arguments: [
        ScriptedServer.Behavior.answer(500), .answer(503, body: "busy"), .answer(429), .drop, .breakOff,
    ])
    func asksAContainersEndpointAgain(_ failure: ScriptedServer.Behavior) async throws {
        let server = try ScriptedServer(failure, failure, .answer(200, body: Self.answer))
        defer { server.stop() }
        let found = try await credentials(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.endpoint])
        #expect(found.accessKeyID == "ASIAX")
        // A dropped connection is tried anew by curl itself, too.
        #expect(server.requests.count >= 3)
    }

    @Test
    func asksInstanceMetadataAgainAndGivesUpInTheEnd() async throws {
        let server = try ScriptedServer(
            .answer(500), .answer(200, body: "TOKEN"), .answer(503), .answer(200, body: "role"), .answer(429),
            .answer(200, body: Self.answer), .answer(500))
        defer { server.stop() }
        let variables = [
            "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.endpoint,
        ]
        #expect(try await credentials(variables).accessKeyID == "ASIAX")
        #expect(await error(variables)?.status == 500)
        #expect(server.requests.count == 9)
    }

    @Test(arguments: ["sleep 600; echo late", "exec >&-; sleep 600"])
    func killsACommandThatTakesTooLong(_ line: String) async {
        let result = await Command(line: line, timeout: .milliseconds(50), maximumBytes: 10)
            .run()
        guard case .failure(let failure) = result else {
            Issue.record("it should have been killed")
            return
        }
        #expect(failure.message.contains("longer than"))
    }

    @Test
    func asksTheContainersEndpoint() async throws {
        let server = try ScriptedServer(.answer(200, body: Self.answer))
        defer { server.stop() }
        let found = try await credentials([
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": "\(server.endpoint)/creds?id=1",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
        ])
        #expect(found.accessKeyID == "ASIAX")
        #expect(found.sessionToken == "t")
        #expect(found.expiration == UnixTime(seconds: 1_795_456_800))
        #expect(server.requests.first?.target == "/creds?id=1")
        #expect(server.requests.first?.headers["authorization"] == "Basic abc")
    }

    @Test
    func readsTheContainersTokenFile() async throws {
        let server = try ScriptedServer(.answer(200, body: Self.answer))
        defer { server.stop() }
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "token")
        try Data("file-token\n".utf8).write(to: file)
        let variables = [
            "AWS_CONTAINER_CREDENTIALS_FULL_URI": server.endpoint,
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": file.path,
        ]
        _ = try await credentials(variables)
        #expect(server.requests.first?.headers["authorization"] == "file-token")
        try FileManager.default.removeItem(at: file)
        #expect(await error(variables)?.message.contains("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") == true)
    }

    @Test
    func refusesContainerEndpointsThatOthersCouldRead() async throws {
        for address in [
            "http://example.com/creds", "http://169.254.169.254/", "nonsense", "http://127.evil.example/",
        ] {
            let error = await error(["AWS_CONTAINER_CREDENTIALS_FULL_URI": address])
            #expect(error?.kind == .credentials)
        }
        let server = try ScriptedServer(.answer(403, body: "no role"))
        defer { server.stop() }
        let refused = await error(["AWS_CONTAINER_CREDENTIALS_FULL_URI": server.endpoint])
        #expect(refused?.status == 403)
        #expect(refused?.message == "no role")
    }

    @Test
    func asksTheInstancesMetadata() async throws {
        let server = try ScriptedServer { request, _ in
            if request.method == "PUT" {
                return request.headers["x-aws-ec2-metadata-token-ttl-seconds"] == "21600"
                    ? .answer(200, body: "TOKEN") : .answer(400)
            }
            guard request.headers["x-aws-ec2-metadata-token"] == "TOKEN" else { return .answer(401) }
            let folder = "/latest/meta-data/iam/security-credentials/"
            if request.target == folder { return .answer(200, body: "my-role\n") }
            return request.target == folder + "my-role" ? .answer(200, body: Self.answer) : .answer(404)
        }
        defer { server.stop() }
        let variables = [
            "AWS_EC2_METADATA_DISABLED": "false", "AWS_EC2_METADATA_SERVICE_ENDPOINT": server.endpoint + "/",
        ]
        #expect(try await credentials(variables).accessKeyID == "ASIAX")
        #expect(server.requests.map(\.method) == ["PUT", "GET", "GET"])
        #expect(server.connectionCount == 1)
        server.stop()
        #expect(await error(variables)?.operation == "instance metadata")
    }

    @Test
    func saysThatThereAreNone() async {
        let error = await error()
        #expect(error?.kind == .credentials)
        #expect(error?.advice?.contains("AWS_PROFILE") == true)
        #expect(error?.isRetryable == false)
    }

    @Test
    func secretsStayOutOfDescriptions() {
        let credentials = AWSCredentials(
            accessKeyID: "AKIA1", secretAccessKey: "hidden", sessionToken: "hidden")
        #expect(!"\(credentials)".contains("hidden"))
    }
}
