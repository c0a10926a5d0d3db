import AWSClients
import LambdaRuntime
import LambdaTesting
import RollcallFunction
import RollcallMessages
import Testing

/// The shell of both functions, run by the runtime's own loop around work of the test's.
struct WorkAnswerTests {
    /// Answers with the keys of the clips that are done.
    private struct Keys: LambdaHandler {
        func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] {
            try await Work(extractorEvent: event).answer(context: context) { request in
                if request.clipKey.hasPrefix("down") {
                    throw AWSError(
                        kind: .transport, service: "S3", operation: "GetObject", message: "no network")
                }
                return request.clipKey
            } reply: { keys in
                try MessageCoding.encode(keys)
            }
        }
    }

    private static func batch(_ keys: [String], extra: String = "") -> String {
        let records = keys.enumerated().map { index, key in
            #"{"messageId":"m\#(index)","body":"{\"bucket\":\"b\",\"key\":\"\#(key)\"}"}"#
        }
        return #"{"Records":["# + (records + (extra.isEmpty ? [] : [extra])).joined(separator: ",") + "]}"
    }

    @Test func eachMessageOfABatchIsAnsweredForItself() async throws {
        let unreadable = #"{"messageId":"m9","body":"what"}"#
        let event = Self.batch(["1.h264", "down.h264", "2.h264"], extra: unreadable)
        let answer = try await Keys().handle([MockEvent(event)])[0]
        #expect(
            answer.text
                == #"{"batchItemFailures":[{"itemIdentifier":"m1"},{"itemIdentifier":"m9"}]}"#)
    }

    @Test func aBatchThatIsDoneAsksForNothingAgain() async throws {
        let answer = try await Keys().handle([MockEvent(Self.batch(["1.h264"]))])[0]
        #expect(answer.text == #"{"batchItemFailures":[]}"#)
    }

    @Test func anEventByItselfIsAnsweredOrFails() async throws {
        let answers = try await Keys().handle([
            MockEvent(#"{"bucket":"b","key":"1.h264"}"#, requestID: "1"),
            MockEvent(#"{"bucket":"b","key":"down.h264"}"#, requestID: "2"),
            MockEvent(#"{"Event":"s3:TestEvent"}"#, requestID: "3"),
        ])
        #expect(answers[0].text == #"["1.h264"]"#)
        guard case .error = answers[1] else {
            Issue.record("\(answers[1])")
            return
        }
        #expect(answers[2].text == "[]")
    }

    /// The event fails, so that Lambda delivers all of it again, rather than losing a message without an id.
    @Test func aFailureWithoutAMessageIDFailsTheBatch() async throws {
        let event = #"{"Records":[{"body":"{\"bucket\":\"b\",\"key\":\"down\"}"}]}"#
        guard case .error = try await Keys().handle([MockEvent(event)])[0] else {
            Issue.record("no error")
            return
        }
    }

    @Test func whatAWSDidNotDoIsWorthRedelivering() {
        func error(_ kind: AWSError.Kind) -> AWSError {
            AWSError(kind: kind, service: "S3", operation: "GetObject", message: "")
        }
        #expect(error(.transport).worthRedelivering)
        #expect(error(.credentials).worthRedelivering)
        #expect(error(.cancelled).worthRedelivering)
        #expect(CancellationError().worthRedelivering)
        #expect(FunctionFailure(function: "Recognizer", reason: "it crashed").worthRedelivering)
        #expect(!error(.configuration).worthRedelivering)
        #expect(!EventError.notJSON(reason: "").worthRedelivering)
    }
}
