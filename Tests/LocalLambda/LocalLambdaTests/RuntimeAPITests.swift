import Foundation
import Testing

@testable import LocalLambda

/// What the Runtime API answers a runtime that does not keep to the protocol.
struct RuntimeAPITests {
    @Test func secondAnswerIsRefusedAndTheProcessGoesOn() async throws {
        try await RunningService.with { service in
            // With the log asked for, the answer comes when the whole invocation is over.
            let first = try await service.invoke(#"{"do": "twice"}"#, headers: ["X-Amz-Log-Type": "Tail"])
            #expect(first.text == "{}")
            let answers = try await service.invoke(#"{"do": "answers"}"#)
            let expected = """
                {"errorMessage":"State transition from RuntimeResponseSentState to InvocationResponse failed for \
                runtime. Error: State transition is not allowed","errorType":"InvalidStateTransition"}

                """
            let rows = try #require(try JSONSerialization.jsonObject(with: Data(answers.body)) as? [[Any]])
            #expect(rows.map { $0.first as? Int } == [403, 403, 403])
            #expect(rows.first?.last as? String == expected)
            #expect(await service.local.service.statistics()["f"]?.coldStarts == 1)
        }
    }

    @Test func wrongRequestIDIsRefusedAndTheRightOneStillWorks() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"do": "wrong id"}"#)
            #expect(reply.member("status") == "400")
            #expect(
                reply.member("body")
                    == #"{"errorMessage":"Invalid request ID","errorType":"InvalidRequestID"}"# + "\n")
        }
    }

    @Test func nextBeforeTheAnswerGivesTheSameEvent() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"do": "again"}"#)
            #expect(reply.member("same") == "1")
        }
    }

    @Test func largestResponsePassesAndALargerOneDoesNot() async throws {
        try await RunningService.with { service in
            let largest = try await service.invoke(#"{"do": "large", "bytes": 6291556}"#)
            #expect(largest.functionError == nil)
            #expect(largest.body.count == 6_291_556)
            let larger = try await service.invoke(#"{"do": "large", "bytes": 6291557}"#)
            #expect(larger.functionError == "Unhandled")
            #expect(larger.member("errorType") == "Function.ResponseSizeTooLarge")
            #expect(try await service.invoke("1").text == "1")
            #expect(await service.local.service.statistics()["f"]?.coldStarts == 1)
        }
    }

    @Test func unknownResponseModeBreaksTheEnvironment() async throws {
        try await RunningService.with { service in
            let reply = try await service.invoke(#"{"do": "buffered"}"#)
            #expect(reply.member("errorType") == "Runtime.ExitError")
            #expect(try await service.invoke("1").text == "1")
        }
    }
}
