import Foundation
import TestSupport
import Testing

@testable import LocalLambda

/// Execution environments: how many there are, how they begin and how they end.
struct EnvironmentTests {
    @Test func processGetsLambdasVariables() async throws {
        try await RunningService.with(variables: ["ROLLCALL_BUCKET": "clips", "AWS_REGION": "own"]) {
            service in
            let reply = try await service.invoke(#"{"do": "environment"}"#)
            #expect(reply.member("_HANDLER") == "bootstrap")
            #expect(reply.member("AWS_LAMBDA_FUNCTION_NAME") == "f")
            #expect(reply.member("AWS_LAMBDA_FUNCTION_VERSION") == "$LATEST")
            #expect(reply.member("AWS_LAMBDA_FUNCTION_MEMORY_SIZE") == "128")
            #expect(reply.member("LAMBDA_TASK_ROOT") == reply.member("cwd"))
            #expect(reply.member("ROLLCALL_BUCKET") == "clips")
            #expect(reply.member("AWS_REGION") == "own")
            #expect(reply.member("AWS_ACCESS_KEY_ID") == "local")
            #expect(reply.member("AWS_ENDPOINT_URL_S3") == "http://127.0.0.1:1")
            #expect(reply.member("AWS_ENDPOINT_URL_LAMBDA") == service.local.endpoint)
            #expect(reply.member("HOME") == nil)
        }
    }

    @Test func warmEnvironmentIsUsedAgain() async throws {
        try await RunningService.with { service in
            let first = try await service.invoke(#"{"do": "pid"}"#)
            for _ in 0..<10 {
                #expect(try await service.invoke(#"{"do": "pid"}"#).text == first.text)
            }
            #expect(await service.local.service.statistics()["f"]?.coldStarts == 1)
            try await service.waitForLog("Init Duration")
            #expect(service.log.count { $0.contains("Init Duration") } == 1)
        }
    }

    /// On a busy machine a process takes a while from its answer to its next request.
    @Test func environmentThatHasAnsweredIsWaitedFor() async throws {
        try await RunningService.with { service in
            let first = try await service.invoke(#"{"do": "linger", "seconds": 0.5}"#)
            let second = try await service.invoke(#"{"do": "pid"}"#)
            #expect(second.text == first.text)
            #expect(await service.local.service.statistics()["f"]?.coldStarts == 1)
        }
    }

    @Test func concurrencyGetsEnvironmentsUpToTheLimit() async throws {
        let settings = RunningService.settings { $0.maximumConcurrency = 3 }
        try await RunningService.with(settings) { service in
            let replies = try await withThrowingTaskGroup(of: RunningService.Reply.self) { group in
                for _ in 0..<3 {
                    group.addTask { try await service.invoke(#"{"do": "sleep", "seconds": 20}"#) }
                }
                try await service.waitForLog("[f 1] event sleep")
                try await service.waitForLog("[f 2] event sleep")
                try await service.waitForLog("[f 3] event sleep")
                let throttled = try await service.invoke("{}")
                group.cancelAll()
                return [throttled]
            }
            let throttled = try #require(replies.first)
            #expect(throttled.status == 429)
            #expect(throttled.errorCode == "TooManyRequestsException")
            #expect(throttled.member("Reason") == "ReservedFunctionConcurrentInvocationLimitExceeded")
            #expect(await service.local.service.statistics()["f"]?.peakConcurrency == 3)
        }
    }

    @Test func idleEnvironmentIsShutDown() async throws {
        let settings = RunningService.settings { $0.idleTimeout = .milliseconds(50) }
        try await RunningService.with(settings) { service in
            let reply = try await service.invoke(#"{"do": "pid"}"#)
            let id = try #require(reply.member("pid").flatMap { Int32($0) })
            try await waitUntilGone(id)
            #expect(try await service.invoke("1").text == "1")
        }
    }

    @Test func stoppingEndsEveryProcess() async throws {
        let settings = RunningService.settings()
        var id: Int32 = 0
        try await RunningService.with(settings) { service in
            id = try #require(try await service.invoke(#"{"do": "pid"}"#).member("pid").flatMap { Int32($0) })
        }
        try await waitUntilGone(id)
        #expect(!FileManager.default.fileExists(atPath: settings.codeFolder.path))
    }

    @Test(arguments: [
        ("error", "Function.NoModel", "the model is missing"),
        ("exit", "Runtime.ExitError", "exit status 3"),
        ("hang", "Sandbox.Timedout", "Initialization timed out after 1.00 seconds"),
    ])
    func failedInitializationIsAnswered(behavior: String, type: String, message: String) async throws {
        let settings = RunningService.settings {
            $0.initializationTimeout = .seconds(behavior == "hang" ? 1 : 60)
        }
        try await RunningService.with(settings, variables: ["INIT": behavior]) { service in
            let reply = try await service.invoke("{}")
            #expect(reply.status == 200)
            #expect(reply.functionError == "Unhandled")
            #expect(reply.member("errorType") == type)
            #expect(reply.member("errorMessage")?.contains(message) == true)
            try await service.waitForLog("INIT_REPORT")
        }
    }

    @Test func updatedConfigurationStartsANewEnvironment() async throws {
        try await RunningService.with { service in
            let before = try await service.invoke(#"{"do": "pid"}"#)
            let update = [UInt8](#"{"Timeout": 7, "Environment": {"Variables": {"NEW": "1"}}}"#.utf8)
            let reply = try await service.send("PUT", "/2015-03-31/functions/f/configuration", body: update)
            #expect(reply.member("Timeout") == "7")
            #expect(try await service.invoke(#"{"do": "pid"}"#).text != before.text)
            #expect(try await service.invoke(#"{"do": "environment"}"#).member("NEW") == "1")
        }
    }

    /// The project's own runtime behind the service.
    @Test func swiftFunctionRuns() async throws {
        try await RunningService.with { service in
            let function = Repository.products.appending(path: "RuntimeTestFunction")
            try await service.create("swift", executable: function)
            #expect(try await service.invoke(#"{"a": 1}"#, function: "swift").text == #"{"a": 1}"#)
        }
    }

    private func waitUntilGone(_ id: Int32) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while kill(id, 0) == 0 {
            try #require(.now < deadline, "process \(id) still runs")
            try await Task.sleep(for: .milliseconds(10))
        }
    }
}
