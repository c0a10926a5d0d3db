import Foundation
import TestSupport
import Testing
import WireFormats

@testable import AWSClients

/// Roles, as profiles and the environment describe them; against a server that answers as STS does.
struct RoleTests {
    private static let keys = "aws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n"

    /// Answers each role's name with credentials of that name.
    private func makeSTS() throws -> ScriptedServer {
        try ScriptedServer { request, _ in
            let form = Self.form(request)
            guard let operation = form["Action"], let role = form["RoleArn"]?.split(separator: "/").last
            else {
                return .answer(400)
            }
            return .answer(
                200,
                body: """
                    <\(operation)Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><\(operation)Result>\
                    <Credentials><AccessKeyId>ASIA-\(role)</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
                    <SessionToken>t</SessionToken><Expiration>2026-11-26T23:00:00Z</Expiration></Credentials>\
                    </\(operation)Result></\(operation)Response>
                    """)
        }
    }

    private static func form(_ request: ScriptedServer.Request) -> [String: String] {
        let pairs = String(decoding: request.body, as: UTF8.self).split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (
                PercentEncoding.decodeLeniently(String(sides[0])),
                PercentEncoding.decodeLeniently(String(sides.last ?? ""))
            )
        }
        return Dictionary(pairs) { $1 }
    }

    private func credentials(
        _ variables: [String: String], config: String = "", sts: ScriptedServer? = nil
    ) async throws -> AWSCredentials {
        let endpoint = sts.map { ["AWS_ENDPOINT_URL_STS": $0.endpoint] } ?? [:]
        return try await withSharedFiles(variables.merging(endpoint) { $1 }, config: config) { environment in
            try await AWSConfiguration(environment: environment).credentials.credentials()
        }
    }

    private func refusal(_ variables: [String: String] = [:], config: String) async -> String {
        let sts = try? makeSTS()
        defer { sts?.stop() }
        let error = await #expect(throws: AWSError.self) {
            try await credentials(variables.merging(["AWS_PROFILE": "me"]) { $1 }, config: config, sts: sts)
        }
        #expect(error?.kind == .credentials)
        #expect(sts?.requests.isEmpty == true)
        return error.map { "\($0)" } ?? ""
    }

    @Test
    func aProfileWithItselfAsSourceIsTheRole() async throws {
        let sts = try makeSTS()
        defer { sts.stop() }
        let config = """
            [profile me]
            role_arn = arn:aws:iam::1:role/camera
            source_profile = me
            role_session_name = lab 1
            external_id = x&y=z
            duration_seconds = 900
            \(Self.keys)
            """
        let found = try await credentials(["AWS_PROFILE": "me"], config: config, sts: sts)
        #expect(found.accessKeyID == "ASIA-camera")
        #expect(found.sessionToken == "t")
        #expect(found.expiration == UnixTime(iso8601: "2026-11-26T23:00:00Z"))
        let request = try #require(sts.requests.first)
        #expect(request.headers["authorization"]?.contains("Credential=AKIAKEYS/") == true)
        #expect(request.headers["authorization"]?.contains("/us-east-1/sts/aws4_request") == true)
        #expect(
            Self.form(request) == [
                "Action": "AssumeRole", "Version": "2011-06-15", "RoleArn": "arn:aws:iam::1:role/camera",
                "RoleSessionName": "lab 1", "ExternalId": "x&y=z", "DurationSeconds": "900",
            ])
    }

    @Test
    func followsChainsOfSources() async throws {
        let sts = try makeSTS()
        defer { sts.stop() }
        let config = """
            [profile me]
            role_arn = arn:aws:iam::1:role/third
            source_profile = b
            [profile b]
            role_arn = arn:aws:iam::1:role/second
            source_profile = c
            [profile c]
            role_arn = arn:aws:iam::1:role/first
            source_profile = keys
            [profile keys]
            \(Self.keys)
            """
        #expect(
            try await credentials(["AWS_PROFILE": "me"], config: config, sts: sts).accessKeyID == "ASIA-third"
        )
        let roles = sts.requests.compactMap { Self.form($0)["RoleArn"]?.split(separator: "/").last }
        #expect(roles == ["first", "second", "third"])
        let signers = sts.requests.compactMap { $0.headers["authorization"]?.split(separator: "/").first }
        #expect(signers.map { $0.split(separator: "=").last } == ["AKIAKEYS", "ASIA-first", "ASIA-second"])
    }

    @Test
    func takesTheSourceThatIsNamed() async throws {
        let sts = try makeSTS()
        defer { sts.stop() }
        let container = try ScriptedServer(
            .answer(200, body: #"{"AccessKeyId":"ASIA-container","SecretAccessKey":"s","Token":"t"}"#))
        defer { container.stop() }
        let config = "[profile me]\nrole_arn = arn:aws:iam::1:role/r\ncredential_source = EcsContainer\n"
        let variables = ["AWS_PROFILE": "me", "AWS_CONTAINER_CREDENTIALS_FULL_URI": container.endpoint]
        #expect(try await credentials(variables, config: config, sts: sts).accessKeyID == "ASIA-r")
        #expect(sts.requests.first?.headers["authorization"]?.contains("Credential=ASIA-container/") == true)
    }

    @Test(arguments: [true, false])
    func assumesARoleByAToken(_ isProfile: Bool) async throws {
        let sts = try makeSTS()
        defer { sts.stop() }
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "token")
        try Data("eyJ.token\n".utf8).write(to: file)
        let arn = "arn:aws:iam::1:role/pod"
        let config =
            "[profile me]\nrole_arn = \(arn)\nweb_identity_token_file = \(file.path)\nrole_session_name = n\n"
        let variables =
            isProfile
            ? ["AWS_PROFILE": "me"]
            : ["AWS_ROLE_ARN": arn, "AWS_WEB_IDENTITY_TOKEN_FILE": file.path, "AWS_ROLE_SESSION_NAME": "n"]
        let found = try await credentials(variables, config: isProfile ? config : "", sts: sts)
        #expect(found.accessKeyID == "ASIA-pod")
        let request = try #require(sts.requests.first)
        #expect(request.headers["authorization"] == nil)
        #expect(Self.form(request)["WebIdentityToken"] == "eyJ.token")
        #expect(Self.form(request)["RoleSessionName"] == "n")
        try Data().write(to: file)
        await #expect(throws: AWSError.self) { try await credentials(variables, config: config, sts: sts) }
    }

    @Test
    func halfAWebIdentityIsRefused() async throws {
        for (variables, missing) in [
            (["AWS_ROLE_ARN": "arn:aws:iam::1:role/r"], "AWS_WEB_IDENTITY_TOKEN_FILE is set, AWS_ROLE_ARN"),
            (["AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such"], "AWS_ROLE_ARN is set, AWS_WEB"),
        ] {
            // Keys that would come later in the search.
            let error = await #expect(throws: AWSError.self) {
                try await credentials(variables, config: "[default]\n\(Self.keys)")
            }
            #expect(error?.message.contains("is not") == true, "\(missing)")
        }
        let unreadable = ["AWS_ROLE_ARN": "arn:aws:iam::1:role/r", "AWS_WEB_IDENTITY_TOKEN_FILE": "/no/such"]
        let error = await #expect(throws: AWSError.self) {
            try await credentials(unreadable, config: "[default]\n\(Self.keys)")
        }
        #expect(error?.resource == "/no/such")
    }

    @Test(arguments: [
        ("mfa_serial = arn:aws:iam::1:mfa/me\nsource_profile = keys", "mfa_serial"),
        ("source_profile = keys\ncredential_source = Environment", "more than one"),
        ("source_profile = nobody", "nobody"), ("source_profile = me", "no keys"),
        ("source_profile = b", "circle"),
        ("source_profile = empty", "empty"), ("credential_source = Nonsense", "Nonsense"),
        ("credential_source = Environment", "there are none"), ("", "neither source_profile"),
        ("source_profile = keys\nduration_seconds = 60", "duration_seconds"),
        ("source_profile = keys\nduration_seconds = soon", "duration_seconds"),
        ("source_profile = sso", "sso_session"),
    ])
    func refusesRolesItCannotAssume(_ settings: String, _ reason: String) async {
        let config = """
            [profile me]
            role_arn = arn:aws:iam::1:role/r
            \(settings)
            [profile b]
            role_arn = arn:aws:iam::1:role/b
            source_profile = me
            [profile keys]
            \(Self.keys)
            [profile empty]
            output = json
            [profile sso]
            sso_session = corp
            """
        #expect(await refusal(config: config).contains(reason))
    }

    @Test(arguments: [
        "sso_session = corp", "sso_start_url = https://x", "sso_account_id = 1", "sso_role_name = r",
        "login_session = arn", "source_profile = keys", "credential_source = Environment",
        "web_identity_token_file = /t", "mfa_serial = m", "aws_secret_access_key = alone",
    ])
    func refusesSettingsItDoesNotKnowByName(_ setting: String) async throws {
        let name = try #require(setting.split(separator: " ").first)
        #expect(await refusal(config: "[profile me]\n\(setting)\n").contains(name))
        guard !name.hasPrefix("aws_"), name != "mfa_serial" else { return }
        // Not even keys beside it make up for it.
        #expect(await refusal(config: "[profile me]\n\(setting)\n\(Self.keys)").contains(name))
    }

    @Test
    func asksForTokensOnlyInPrivate() async {
        let error = await #expect(throws: AWSError.self) {
            try await credentials([
                "AWS_ROLE_ARN": "arn:aws:iam::1:role/r", "AWS_WEB_IDENTITY_TOKEN_FILE": "/etc/passwd",
                "AWS_ENDPOINT_URL_STS": "http://127.evil.example/",
            ])
        }
        #expect(error?.message.contains("neither https nor") == true)
    }

    @Test(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
    func aRoleOfARealServerMayWhatItsPolicySays() async throws {
        let session = try await Moto.roleSession(named: "lister", allowing: "s3:ListBucket")
        try await S3Client(session: try await Moto.session()).createBucket("role-bucket")
        let s3 = S3Client(session: session)
        #expect(try await s3.listObjects(bucket: "role-bucket").objects == [])
        let error = await #expect(throws: AWSError.self) {
            try await s3.putObject(bucket: "role-bucket", key: "k", body: [1])
        }
        #expect(error?.isForbidden == true)
    }

    @Test
    func renewsARolesCredentialsBeforeTheyEnd() async throws {
        let time = TestTime(now: try #require(UnixTime(iso8601: "2026-11-26T22:00:00Z")))
        let server = try makeSTS()
        defer { server.stop() }
        var configuration = AWSConfiguration(
            region: "us-east-1",
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "a", secretAccessKey: "b")),
            endpoint: server.endpoint)
        configuration.retry.maximumAttempts = 1
        let role = AssumedRole(
            role: RoleRequest(arn: "arn:aws:iam::1:role/r", sessionName: "n"),
            source: configuration.credentials,
            configuration: configuration)
        let cache = CredentialsCache(provider: role, now: { time.now })
        for _ in 0..<3 { _ = try await cache.credentials() }
        #expect(server.requests.count == 1)
        time.advance(by: 3600 - 30)
        _ = try await cache.credentials()
        #expect(server.requests.count == 2)
    }
}
