import Foundation
import TestSupport
import Testing

@testable import LocalLambda

/// The calls that deploy a function.
struct DeploymentTests {
    @Test func functionIsDescribedAndListedAndDeleted() async throws {
        try await RunningService.with { service in
            let description = try await service.send("GET", "/2015-03-31/functions/f")
            #expect(description.status == 200)
            #expect(
                description.text.contains(
                    #""FunctionArn":"arn:aws:lambda:us-east-1:000000000000:function:f""#))
            #expect(description.text.contains(#""State":"Active""#))
            #expect(try await service.create("g").status == 201)
            let list = try await service.send("GET", "/2015-03-31/functions/")
            #expect(list.text.contains(#""FunctionName":"f""#) && list.text.contains(#""FunctionName":"g""#))
            #expect(try await service.send("DELETE", "/2015-03-31/functions/g").status == 204)
            #expect(try await service.send("GET", "/2015-03-31/functions/g").status == 404)
        }
    }

    @Test func secondFunctionOfTheSameNameIsRefused() async throws {
        try await RunningService.with { service in
            let reply = try await service.create("f")
            #expect(reply.status == 409)
            #expect(reply.errorCode == "ResourceConflictException")
        }
    }

    @Test func newCodeReplacesTheOld() async throws {
        try await RunningService.with { service in
            let folder = try Repository.makeTemporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let script = folder.appending(path: "other")
            try Data("#!/bin/sh\nexit 9\n".utf8).write(to: script)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: script.path)
            let zip = try await RunningService.zip(script).base64EncodedString()
            let body = try JSONSerialization.data(withJSONObject: ["ZipFile": zip])
            #expect(try await service.invoke("1").text == "1")
            let reply = try await service.send("PUT", "/2015-03-31/functions/f/code", body: [UInt8](body))
            #expect(reply.status == 200)
            #expect(try await service.invoke("1").member("errorMessage")?.hasSuffix("exit status 9") == true)
        }
    }

    @Test(arguments: [
        (#"{"FunctionName": "x"}"#, "InvalidParameterValueException"),
        (#"{"FunctionName": "x", "Code": {"ZipFile": "bm8gemlw"}}"#, "InvalidZipFileException"),
        (#"{"FunctionName": "a b", "Code": {}}"#, "InvalidParameterValueException"),
        (#"{"Code": {}}"#, "InvalidParameterValueException"),
        ("no JSON", "InvalidRequestContentException"),
    ])
    func invalidRequestIsRefused(body: String, code: String) async throws {
        try await RunningService.with { service in
            let reply = try await service.send("POST", "/2015-03-31/functions", body: [UInt8](body.utf8))
            #expect(reply.status == 400)
            #expect(reply.errorCode == code)
        }
    }

    @Test(arguments: [
        (#"{"Timeout": 0}"#, "Timeout"), (#"{"Timeout": 901}"#, "Timeout"),
        (#"{"MemorySize": 64}"#, "MemorySize"),
        (#"{"Runtime": "python3.12"}"#, "Runtime"),
    ])
    func invalidConfigurationIsRefused(body: String, member: String) async throws {
        try await RunningService.with { service in
            let reply = try await service.send(
                "PUT", "/2015-03-31/functions/f/configuration", body: [UInt8](body.utf8))
            #expect(reply.status == 400)
            #expect(reply.member("message")?.hasPrefix(member) == true)
        }
    }

    @Test func unknownOperationIsNamed() async throws {
        try await RunningService.with { service in
            let reply = try await service.send("GET", "/2015-03-31/layers")
            #expect(reply.status == 404)
            #expect(reply.member("message") == "local-lambda has no operation GET /2015-03-31/layers")
        }
    }

    @Test(.enabled(if: boto3 != nil, "no boto3: run make setup"))
    func boto3DeploysAndInvokes() async throws {
        let interpreter = try #require(Self.boto3)
        try await RunningService.with { service in
            let folder = try Repository.makeTemporaryFolder()
            defer { try? FileManager.default.removeItem(at: folder) }
            let zip = folder.appending(path: "code.zip")
            try await RunningService.zip(RunningService.fixture).write(to: zip)
            let script = """
                import boto3, json, sys
                client = boto3.client("lambda", endpoint_url=sys.argv[1], region_name="us-east-1",
                                      aws_access_key_id="a", aws_secret_access_key="b")
                client.create_function(FunctionName="p", Runtime="provided.al2023", Handler="bootstrap",
                                       Role="arn:aws:iam::000000000000:role/r",
                                       Code={"ZipFile": open(sys.argv[2], "rb").read()})
                client.get_waiter("function_active_v2").wait(FunctionName="p")
                client.update_function_configuration(FunctionName="p", Timeout=20)
                client.get_waiter("function_updated_v2").wait(FunctionName="p")
                client.put_function_event_invoke_config(FunctionName="p", MaximumRetryAttempts=0)
                client.put_function_concurrency(FunctionName="p", ReservedConcurrentExecutions=1)
                arn = client.get_function(FunctionName="p")["Configuration"]["FunctionArn"]
                assert json.load(client.invoke(FunctionName=arn, Payload=b'[1]')["Payload"]) == [1]
                assert client.invoke(FunctionName="p", InvocationType="Event", Payload=b"2")["StatusCode"] == 202
                error = client.invoke(FunctionName="p", Payload=b'{"do": "error"}', LogType="Tail")
                assert error["FunctionError"] == "Unhandled" and error["LogResult"]
                try:
                    client.invoke(FunctionName="q")
                except client.exceptions.ResourceNotFoundException as caught:
                    assert "Function not found" in str(caught)
                client.delete_function(FunctionName="p")
                print([f["FunctionName"] for f in client.list_functions()["Functions"]])
                """
            let result = try await Subprocess.run(
                interpreter, ["-c", script, service.local.endpoint, zip.path])
            #expect(result.text == "['f']\n", "\(result.errorText)")
        }
    }

    private static let boto3 = Python.interpreter(importing: "boto3")
}
