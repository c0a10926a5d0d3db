import LambdaRuntime
import LambdaRuntimeJSON
import LambdaTesting
import Synchronization
import Testing

/// What the context says about who invoked.
@Suite struct InvokerTests {
    /// Keeps the context of its event.
    private final class Keeper: LambdaHandler {
        let seen = Mutex<LambdaContext?>(nil)

        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
            seen.withLock { $0 = context }
            return event
        }
    }

    private func context(_ headers: [String: String]) async throws -> LambdaContext {
        let keeper = Keeper()
        let event = MockEvent(
            "{}", headers: headers.map { (name: "Lambda-Runtime-\($0.key)", value: $0.value) })
        _ = try await keeper.handle([event])
        return try #require(keeper.seen.withLock { $0 })
    }

    @Test func readsTheClientContext() async throws {
        let json = """
            {"client":{"installation_id":"i","app_title":"t","app_version_name":"1.2","app_version_code":"3",\
            "app_package_name":"p"},"custom":{"k":"v","number":1},"env":{"locale":"en_GB"},"services":{}}
            """
        let client = try #require(try await context(["Client-Context": json]).clientContext)
        #expect(client.client?.installationID == "i")
        #expect(client.client?.appTitle == "t")
        #expect(client.client?.appVersionName == "1.2")
        #expect(client.client?.appVersionCode == "3")
        #expect(client.client?.appPackageName == "p")
        #expect(client.custom == ["k": "v"])
        #expect(client.environment == ["locale": "en_GB"])
    }

    @Test(arguments: [
        "{}", #"{"client":null,"custom":null,"env":null}"#, #"{"client":[],"custom":"x","env":1}"#,
    ])
    func readsAClientContextWithoutItsParts(json: String) async throws {
        let client = try #require(try await context(["Client-Context": json]).clientContext)
        #expect(client.client == nil)
        #expect(client.custom.isEmpty)
        #expect(client.environment.isEmpty)
    }

    @Test func readsTheCognitoIdentity() async throws {
        let json = #"{"cognitoIdentityId":"id","cognitoIdentityPoolId":"pool"}"#
        let identity = try #require(try await context(["Cognito-Identity": json]).cognitoIdentity)
        #expect(identity.identityID == "id")
        #expect(identity.identityPoolID == "pool")
        let empty = #"{"cognitoIdentityId":null}"#
        let anonymous = try #require(try await context(["Cognito-Identity": empty]).cognitoIdentity)
        #expect(anonymous.identityID == nil)
        #expect(anonymous.identityPoolID == nil)
    }

    @Test(arguments: [nil, "", "nonsense", "[1]", "{"])
    func takesAnythingElseAsNothing(text: String?) async throws {
        var headers: [String: String] = [:]
        headers["Client-Context"] = text
        headers["Cognito-Identity"] = text
        let context = try await context(headers)
        #expect(context.clientContext == nil)
        #expect(context.cognitoIdentity == nil)
        #expect(context.clientContextJSON == (text == "" ? nil : text))
    }
}
