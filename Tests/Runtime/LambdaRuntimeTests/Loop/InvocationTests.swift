import LambdaRuntime
import LambdaTesting
import Synchronization
import Testing

@Suite struct InvocationTests {
    @Test func answersEveryEventOnOneConnection() async throws {
        let events = (0..<50).map { MockEvent("event \($0)", requestID: "id-\($0)") }
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500))
        _ = await api.run { EchoHandler() }

        for event in events { #expect(api.result(of: event.requestID) == .response(event.body)) }
        #expect(Set(api.requests.map(\.connection)) == [0])
        #expect(api.requests(of: .next).count == 51)
    }

    @Test func tellsTheHandlerWhatLambdaSays() async throws {
        let event = MockEvent(
            "{}", requestID: "request-1", timeout: .seconds(10),
            headers: [
                (name: "Lambda-Runtime-Invoked-Function-Arn", value: "arn:aws:lambda:eu-west-1:1:function:f"),
                (name: "lambda-runtime-trace-id", value: "Root=1-5;Parent=9;Sampled=1"),
                (name: "LAMBDA-RUNTIME-CLIENT-CONTEXT", value: #"{"client":{}}"#),
                (name: "Lambda-Runtime-Cognito-Identity", value: #"{"cognitoIdentityId":"id"}"#),
                (name: "Lambda-Runtime-Aws-Tenant-Id", value: "tenant-1"),
                (name: "Lambda-Runtime-Invocation-Id", value: "attempt-1"),
            ])
        let seen = Mutex<LambdaContext?>(nil)
        let handler = Handler { event, context in
            seen.withLock { $0 = context }
            return event
        }
        let api = try MockRuntimeAPI(events: [event], ending: .refusal(500))
        _ = await api.run(environment: ["AWS_LAMBDA_FUNCTION_NAME": "f"]) { handler }

        let context = try #require(seen.withLock { $0 })
        #expect(context.requestID == "request-1")
        #expect(context.invokedFunctionARN == "arn:aws:lambda:eu-west-1:1:function:f")
        #expect(context.traceID == "Root=1-5;Parent=9;Sampled=1")
        #expect(context.clientContextJSON == #"{"client":{}}"#)
        #expect(context.cognitoIdentityJSON == #"{"cognitoIdentityId":"id"}"#)
        #expect(context.tenantID == "tenant-1")
        #expect(context.invocationID == "attempt-1")
        #expect(context.functionName == "f")
        #expect(context.remainingTime <= .seconds(10))
        #expect(context.deadline < LambdaClock().now.advanced(by: .seconds(10)))
        // The service tells attempts apart by the echo.
        let response = try #require(api.requests(of: .response).first)
        #expect(response.header("Lambda-Runtime-Invocation-Id") == "attempt-1")
    }

    @Test func takesAbsentAndEmptyHeadersAsNil() async throws {
        let names = ["Trace-Id", "Client-Context", "Cognito-Identity", "Aws-Tenant-Id", "Invocation-Id"]
        let empty = names.map { (name: "Lambda-Runtime-\($0)", value: "") }
        let handler = Handler { _, context in
            let values = [
                context.traceID, context.clientContextJSON, context.cognitoIdentityJSON, context.tenantID,
                context.invocationID,
            ]
            return Array("\(values.allSatisfy { $0 == nil })".utf8)
        }
        let results = try await handler.handle([
            MockEvent("absent", requestID: "a"), MockEvent("empty", requestID: "b", headers: empty),
        ])
        #expect(results.map(\.text) == ["true", "true"])
    }

    @Test func namesItselfWithOneToken() async throws {
        let api = try MockRuntimeAPI(events: [MockEvent("{}")], ending: .refusal(500))
        _ = await api.run { EchoHandler() }
        for request in api.requests {
            #expect(request.header("User-Agent") == "rollcall/1.0")
            #expect(request.header("Expect") == nil)
            #expect(request.header("Accept") == nil)
        }
    }

    @Test(arguments: [0, 1, 1_048_577, MockRuntimeAPI.maximumPayload])
    func carriesBytesOfAnySize(count: Int) async throws {
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 8) }
        let results = try await EchoHandler().handle([MockEvent(body)])
        #expect(results == [.response(body)])
    }

    @Test func doesNotChangeAnEventThatTheHandlerKept() async throws {
        let kept = Mutex<[[UInt8]]>([])
        let handler = Handler { event, _ in
            kept.withLock { $0.append(event) }
            return []
        }
        _ = try await handler.handle([
            MockEvent("first", requestID: "a"), MockEvent("second", requestID: "b"),
        ])
        #expect(kept.withLock { $0 } == [Array("first".utf8), Array("second".utf8)])
    }

    @Test func answersWithMoreThanLambdaTakesAndGoesOn() async throws {
        let handler = Handler { event, _ in
            event.isEmpty ? [UInt8](repeating: 32, count: MockRuntimeAPI.maximumPayload + 1) : event
        }
        let api = try MockRuntimeAPI(
            events: [MockEvent("", requestID: "large"), MockEvent("small", requestID: "small")],
            ending: .refusal(500))
        _ = await api.run { handler }
        #expect(api.requests(of: .error).isEmpty)
        #expect(api.result(of: "small").text == "small")
    }

    @Test func doesLaterWorkBetweenTheAnswerAndTheNextEvent() async throws {
        let events = (0..<3).map { MockEvent("event \($0)", requestID: "id-\($0)") }
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500))
        let answered = Mutex<[Int]>([])
        let asked = Mutex<[Int]>([])
        _ = await api.run {
            Handler { event, context in
                context.afterResponse {
                    try? await Task.sleep(for: .milliseconds(2))
                    context.afterResponse { asked.withLock { $0.append(api.requests(of: .next).count) } }
                    answered.withLock { $0.append(api.requests(of: .response).count) }
                }
                return event
            }
        }
        #expect(answered.withLock { $0 } == [1, 2, 3])
        #expect(asked.withLock { $0 } == [1, 2, 3])
    }
}
