import Foundation
import TestSupport
import Testing

@testable import AWSClients

struct LambdaClientTests {
    @Test
    func invokesAndWaits() async throws {
        let log = Data("START\nEND".utf8).base64EncodedString()
        let server = try ScriptedServer(
            .answer(
                200,
                ["x-amzn-requestid": "R1", "x-amz-executed-version": "3", "x-amz-log-result": log],
                body: #"{"ok":true}"#))
        defer { server.stop() }
        let lambda = LambdaClient(session: try .test(server.endpoint))
        let reply = try await lambda.invoke(
            function: "Recognizer:live", payload: Array(#"{"a":1}"#.utf8), qualifier: "$LATEST", logTail: true
        )
        #expect(reply.payload == Array(#"{"ok":true}"#.utf8))
        #expect(reply.functionError == nil)
        #expect(reply.executedVersion == "3")
        #expect(reply.logTail == "START\nEND")
        #expect(reply.requestID == "R1")
        let request = try #require(server.requests.first)
        #expect(request.method == "POST")
        let path = "/2015-03-31/functions/Recognizer%3Alive/invocations?Qualifier=%24LATEST"
        #expect(request.target == path)
        #expect(request.headers["x-amz-invocation-type"] == "RequestResponse")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.body == Array(#"{"a":1}"#.utf8))
    }

    @Test
    func aFailedFunctionIsAReply() async throws {
        let server = try ScriptedServer(
            .answer(200, ["x-amz-function-error": "Unhandled"], body: #"{"errorMessage":"no"}"#))
        defer { server.stop() }
        let lambda = LambdaClient(session: try .test(server.endpoint))
        let reply = try await lambda.invoke(function: "Extractor", payload: [])
        #expect(reply.functionError == "Unhandled")
        #expect(reply.payload == Array(#"{"errorMessage":"no"}"#.utf8))
        #expect(server.requests.count == 1)
    }

    @Test
    func queuesAnEvent() async throws {
        let server = try ScriptedServer(.answer(202, ["x-amzn-requestid": "R2"]))
        defer { server.stop() }
        let lambda = LambdaClient(session: try .test(server.endpoint))
        #expect(try await lambda.invokeAsync(function: "Extractor", payload: Array("{}".utf8)) == "R2")
        #expect(server.requests.first?.headers["x-amz-invocation-type"] == "Event")
    }

    @Test
    func readsTheErrorTypeFromTheHeader() async throws {
        let server = try ScriptedServer(
            .answer(
                404, ["x-amzn-errortype": "ResourceNotFoundException:http://internal/"],
                body: #"{"Message":"Function not found: arn","Type":"User"}"#))
        defer { server.stop() }
        let lambda = LambdaClient(session: try .test(server.endpoint))
        let error = await #expect(throws: AWSError.self) {
            try await lambda.invoke(function: "Nobody", payload: [])
        }
        #expect(error?.code == "ResourceNotFoundException")
        #expect(error?.message == "Function not found: arn")
        #expect(error?.isNotFound == true)
        let empty = await #expect(throws: AWSError.self) {
            try await lambda.invoke(function: "", payload: [])
        }
        #expect(empty?.kind == .configuration)
    }

    @Test
    func describesAFunction() async throws {
        let server = try ScriptedServer(
            .answer(
                200,
                body: """
                    {"Configuration":{"FunctionName":"Extractor","FunctionArn":"arn:aws:lambda:x:1:function:E",
                    "State":"Active","MemorySize":1769,"Timeout":30},"Code":{"Location":"https://x"}}
                    """))
        defer { server.stop() }
        let lambda = LambdaClient(session: try .test(server.endpoint))
        let description = try await lambda.getFunction("Extractor")
        #expect(description.name == "Extractor")
        #expect(description.state == "Active")
        #expect(description.memoryMB == 1769)
        #expect(description.timeoutSeconds == 30)
        #expect(server.requests.first?.method == "GET")
    }

    @Test(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
    func aFunctionThatIsNotThereIsNotFound() async throws {
        // moto takes the signatures of these requests for wrong, botocore's too.
        let lambda = LambdaClient(session: try await Moto.uncheckedSession())
        let error = await #expect(throws: AWSError.self) { try await lambda.getFunction("nobody") }
        #expect(error?.isNotFound == true)
    }
}
