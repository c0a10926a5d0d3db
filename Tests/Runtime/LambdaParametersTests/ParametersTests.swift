import LambdaParameters
import Synchronization
import TestSupport
import Testing
import WireFormats

@testable import AWSClients

@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct ParametersTests {
    /// A server with a parameter and secrets.
    private struct Account {
        let server: MotoServer
        let session: AWSSession

        private struct Answer: Decodable {}

        func put(_ parameter: String, _ value: String, type: String = "SecureString") async throws {
            struct Input: Encodable {
                let Name: String
                let Value: String
                let `Type`: String
                let Overwrite = true
            }
            _ = try await session.call(
                .ssm, target: "AmazonSSM", "PutParameter", on: parameter, version: "1.1",
                Input(Name: parameter, Value: value, Type: type), as: Answer.self)
        }

        func secrets(_ operation: String, _ input: [String: String]) async throws {
            _ = try await session.call(
                .secretsManager, target: "secretsmanager", operation, on: nil, version: "1.1", input,
                as: Answer.self)
        }

        func change(to value: String) async throws {
            try await put("/orders/key", value)
            try await secrets(
                "PutSecretValue",
                ["SecretId": "orders", "SecretString": #"{"user":"ada","password":"\#(value)"}"#])
        }
    }

    private struct Login: Decodable, Equatable {
        let user: String
        let password: String
    }

    private func withAccount(_ body: (Account) async throws -> Void) async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        let configuration = try AWSConfiguration(environment: server.clientEnvironment())
        let account = Account(server: server, session: try AWSSession(configuration: configuration))
        try await account.put("/orders/key", "first")
        try await account.secrets(
            "CreateSecret", ["Name": "orders", "SecretString": #"{"user":"ada","password":"first"}"#])
        try await account.secrets(
            "CreateSecret", ["Name": "bytes", "SecretBinary": Base64.encode([0, 255])])
        try await body(account)
        await account.session.shutdown()
    }

    @Test func aValueIsAskedForAgainWhenItIsOld() async throws {
        try await withAccount { account in
            let shared = SharedTime()
            let parameters = try Parameters(
                maximumAge: .seconds(60), environment: account.server.clientEnvironment(),
                now: { UnixTime(seconds: shared.seconds) })
            #expect(try await parameters.parameter("/orders/key") == "first")
            #expect(
                try await parameters.secret("orders", as: Login.self)
                    == Login(user: "ada", password: "first"))
            #expect(try await parameters.secretBytes("bytes") == [0, 255])

            try await account.change(to: "second")
            shared.seconds = 1059
            #expect(try await parameters.parameter("/orders/key") == "first")
            #expect(try await parameters.secret("orders", as: Login.self).password == "first")
            shared.seconds = 1061
            #expect(try await parameters.parameter("/orders/key") == "second")
            #expect(try await parameters.secret("orders", as: Login.self).password == "second")
            #expect(
                try await parameters.secret("orders", stage: "AWSPREVIOUS", as: Login.self).password
                    == "first")

            try await account.change(to: "third")
            // A clock that is set back makes nothing live on.
            shared.seconds = 10
            #expect(try await parameters.parameter("/orders/key") == "third")
            #expect(try await parameters.secret("orders").contains("third"))
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1)])
    func noAgeKeepsNothing(age: Duration) async throws {
        try await withAccount { account in
            let parameters = try Parameters(
                maximumAge: age, environment: account.server.clientEnvironment())
            #expect(try await parameters.parameter("/orders/key") == "first")
            try await account.change(to: "second")
            #expect(try await parameters.parameter("/orders/key") == "second")
        }
    }

    @Test func whatIsForgottenIsAskedForAgain() async throws {
        try await withAccount { account in
            let parameters = try Parameters(environment: account.server.clientEnvironment())
            #expect(try await parameters.parameter("/orders/key") == "first")
            try await account.change(to: "second")
            #expect(try await parameters.parameter("/orders/key") == "first")
            parameters.forget()
            #expect(try await parameters.parameter("/orders/key") == "second")
        }
    }

    @Test func aFailureSaysWhatWasAskedForAndIsNotKept() async throws {
        try await withAccount { account in
            let parameters = try Parameters(environment: account.server.clientEnvironment())
            let error = await #expect(throws: (any Error).self) { try await parameters.parameter("/no/such") }
            #expect("\(try #require(error))".contains("/no/such"))
            await #expect(throws: (any Error).self) { try await parameters.secret("none") }
            try await account.put("/no/such", "now", type: "String")
            try await account.secrets("CreateSecret", ["Name": "none", "SecretString": "too"])
            #expect(try await parameters.parameter("/no/such") == "now")
            #expect(try await parameters.secret("none") == "too")
        }
    }
}

/// A time of day that a test sets.
private final class SharedTime: Sendable {
    private let time = Mutex(1000.0)

    var seconds: Double {
        get { time.withLock { $0 } }
        set { time.withLock { $0 = newValue } }
    }
}
