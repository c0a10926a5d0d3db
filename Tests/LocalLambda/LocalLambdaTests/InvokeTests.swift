import Foundation
import TestSupport
import Testing

@testable import LocalLambda

/// The Invoke API, in front of a real process.
struct InvokeTests {
    @Test func eventComesBackAsItIs() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"n": [1, null, "ü"]}"#)
            #expect(reply.status == 200)
            #expect(reply.text == #"{"n": [1, null, "ü"]}"#)
            #expect(reply.functionError == nil)
            #expect(reply.headers["x-amz-executed-version"] == "$LATEST")
            #expect(reply.headers["x-amzn-requestid"]?.count == 36)
        }
    }

    @Test(arguments: [
        "f", "f:$LATEST", "000000000000:function:f", "arn:aws:lambda:us-east-1:000000000000:function:f",
        "arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST",
        "arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af",
    ])
    func functionIsFoundByEveryNameOfIt(_ name: String) async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke("{}", function: name)
            #expect(reply.text == "{}")
        }
    }

    @Test(arguments: ["nobody", "f:live"])
    func unknownFunctionIsNotFound(_ name: String) async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke("{}", function: name)
            #expect(reply.status == 404)
            #expect(reply.errorCode == "ResourceNotFoundException")
            #expect(
                reply.member("message")
                    == "Function not found: arn:aws:lambda:us-east-1:000000000000:function:\(name)")
            #expect(reply.member("Type") == "User")
        }
    }

    @Test func missingPayloadBecomesAnEmptyObject() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke("")
            #expect(reply.text == "{}")
        }
    }

    @Test(arguments: ["not JSON", "{", "\"\u{1}"])
    func payloadMustBeJSON(_ payload: String) async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(payload)
            #expect(reply.status == 400)
            #expect(reply.errorCode == "InvalidRequestContentException")
            #expect(reply.member("message")?.hasPrefix("Could not parse request body into json: ") == true)
        }
    }

    @Test(arguments: [("RequestResponse", 6 << 20), ("Event", 1 << 20)])
    func payloadLimits(type: String, limit: Int) async throws {
        try await RunningService.with { service in
            let headers = ["X-Amz-Invocation-Type": type]
            let largest = "\"" + String(repeating: "x", count: limit - 2) + "\""
            #expect(
                try await service.invoke(largest, headers: headers).status == (type == "Event" ? 202 : 200))
            let reply = try await service.invoke(largest + " ", headers: headers)
            #expect(reply.status == 413)
            #expect(reply.errorCode == "RequestEntityTooLargeException")
            #expect(reply.member("message")?.contains("\(limit) bytes") == true)
        }
    }

    @Test func dryRunRunsNothing() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke("{}", headers: ["X-Amz-Invocation-Type": "DryRun"])
            #expect(reply.status == 204)
            #expect(await service.local.service.statistics()["f"]?.invocations == 0)
        }
    }

    @Test func unknownInvocationTypeIsRefused() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke("{}", headers: ["X-Amz-Invocation-Type": "Later"])
            #expect(reply.status == 400)
            #expect(reply.errorCode == "InvalidParameterValueException")
        }
    }

    @Test func functionErrorIsMarked() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"do": "error"}"#)
            #expect(reply.status == 200)
            #expect(reply.functionError == "Unhandled")
            #expect(reply.member("errorType") == "Function.HandlerError")
            #expect(reply.member("errorMessage") == "as asked")
        }
    }

    @Test(arguments: [
        (#"{"do": "exit", "status": 1}"#, "Runtime exited with error: exit status 1"),
        (#"{"do": "exit", "status": 0}"#, "Runtime exited without providing a reason"),
        (#"{"do": "kill"}"#, "Runtime exited with error: signal: segmentation fault"),
    ])
    func crashIsAnsweredAndTheNextEventGetsANewProcess(event: String, message: String) async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(event)
            #expect(reply.functionError == "Unhandled")
            #expect(reply.member("errorType") == "Runtime.ExitError")
            let requestID = try #require(reply.headers["x-amzn-requestid"])
            #expect(reply.member("errorMessage") == "RequestId: \(requestID) Error: \(message)")
            #expect(try await service.invoke("1").text == "1")
            #expect(await service.local.service.statistics()["f"]?.coldStarts == 2)
        }
    }

    @Test func timeoutEndsTheProcess() async throws {
        try await RunningService.with(timeout: 1) { service in
            let reply = try await service.invoke(#"{"do": "sleep", "seconds": 3600}"#)
            #expect(reply.functionError == "Unhandled")
            #expect(reply.member("errorType") == "Sandbox.Timedout")
            #expect(
                reply.member("errorMessage")?.hasSuffix("Error: Task timed out after 1.00 seconds") == true)
            try await service.waitForLog("Task timed out after 1.00 seconds")
            #expect(try await service.invoke("1").text == "1")
        }
    }

    @Test func logTailHoldsTheInvocation() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"do": "echo"}"#, headers: ["X-Amz-Log-Type": "Tail"])
            let encoded = try #require(reply.headers["x-amz-log-result"])
            let tail = String(decoding: try #require(Data(base64Encoded: encoded)), as: UTF8.self)
            let lines = tail.split(separator: "\n")
            #expect(lines.count == 4)
            #expect(lines.first?.hasPrefix("START RequestId: ") == true)
            #expect(lines.dropFirst().first == "event echo")
            #expect(lines.last?.contains("Max Memory Used: ") == true)
            #expect(lines.last?.contains("Init Duration: ") == true)
        }
    }

    @Test func callersContextReachesTheRuntime() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(
                #"{"do": "headers"}"#,
                headers: [
                    "X-Amz-Client-Context": Data(#"{"custom": {"a": "b, c"}}"#.utf8).base64EncodedString(),
                    "X-Amzn-Trace-Id": "Root=1-5759e988-bd862e3fe1be46a994272793",
                    "X-Amz-Tenant-Id": "tenant",
                ])
            #expect(reply.member("Lambda-Runtime-Client-Context") == #"{"custom": {"a": "b, c"}}"#)
            #expect(reply.member("Lambda-Runtime-Trace-Id") == "Root=1-5759e988-bd862e3fe1be46a994272793")
            #expect(reply.member("Lambda-Runtime-Aws-Tenant-Id") == "tenant")
            #expect(reply.member("Lambda-Runtime-Aws-Request-Id") == reply.headers["x-amzn-requestid"])
            let deadline = try #require(reply.member("Lambda-Runtime-Deadline-Ms").flatMap { Double($0) })
            #expect(deadline > Date().timeIntervalSince1970 * 1000)
        }
    }
}
