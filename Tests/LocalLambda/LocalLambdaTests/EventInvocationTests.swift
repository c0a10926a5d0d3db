import Foundation
import Testing

@testable import LocalLambda

/// Events that nobody waits for.
struct EventInvocationTests {
    private let asEvent = ["X-Amz-Invocation-Type": "Event"]

    @Test func eventIsTakenAndRun() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"do": "echo"}"#, headers: asEvent)
            #expect(reply.status == 202)
            #expect(reply.body.isEmpty)
            let requestID = try #require(reply.headers["x-amzn-requestid"])
            try await service.waitForLog("END RequestId: \(requestID)")
        }
    }

    @Test func failedEventIsTriedThreeTimes() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"do": "error"}"#, headers: asEvent)
            let requestID = try #require(reply.headers["x-amzn-requestid"])
            try await service.waitForLog("Event \(requestID) is given up: it failed 3 times.")
            #expect(service.log.count { $0.contains("START RequestId: \(requestID)") } == 3)
        }
    }

    @Test func retriesCanBeTurnedOff() async throws {
        try await RunningService.with { service in
            let configuration = try await service.send(
                "PUT", "/2019-09-25/functions/f/event-invoke-config",
                body: [UInt8](#"{"MaximumRetryAttempts": 0}"#.utf8))
            #expect(configuration.status == 200)
            let reply = try await service.invoke(#"{"do": "exit", "status": 1}"#, headers: asEvent)
            let requestID = try #require(reply.headers["x-amzn-requestid"])
            try await service.waitForLog("Event \(requestID) is given up: it failed 1 times.")
        }
    }

    @Test func everyAliasHasItsOwnRetries() async throws {
        try await RunningService.with { service in
            let alias = #"{"Name":"lab","FunctionVersion":"$LATEST"}"#
            _ = try await service.send("POST", "/2015-03-31/functions/f/aliases", body: [UInt8](alias.utf8))
            let path = "/2019-09-25/functions/f/event-invoke-config?Qualifier=lab"
            #expect(try await service.send("GET", path).errorCode == "ResourceNotFoundException")
            let configuration =
                #"{"MaximumRetryAttempts":0,"DestinationConfig":{"OnFailure":{"Destination":"arn"}}}"#
            #expect(try await service.send("PUT", path, body: [UInt8](configuration.utf8)).status == 200)
            let kept = try await service.send("GET", path)
            #expect(
                String(decoding: kept.body, as: UTF8.self).contains(#""OnFailure":{"Destination":"arn"}"#))
            for (function, attempts) in [("f:lab", 1), ("f", 3)] {
                let reply = try await service.invoke(
                    #"{"do": "error"}"#, function: function, headers: asEvent)
                let requestID = try #require(reply.headers["x-amzn-requestid"])
                try await service.waitForLog("Event \(requestID) is given up: it failed \(attempts) times.")
            }
            #expect(try await service.send("DELETE", path).status == 204)
            #expect(try await service.send("DELETE", path).status == 404)
        }
    }

    @Test func throttledEventWaitsForAnEnvironment() async throws {
        let settings = RunningService.settings { $0.maximumConcurrency = 1 }
        try await RunningService.with(settings) { service in
            for _ in 0..<5 {
                #expect(
                    try await service.invoke(#"{"do": "sleep", "seconds": 0.2}"#, headers: asEvent).status
                        == 202)
            }
            let deadline = ContinuousClock.now + .seconds(60)
            while service.log.count(where: { $0.contains("REPORT") }) < 5, .now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(service.log.count { $0.contains("REPORT") } == 5)
            #expect(await service.local.service.statistics()["f"]?.peakConcurrency == 1)
        }
    }
}
