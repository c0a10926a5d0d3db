import Foundation
import LambdaRuntime
import LambdaRuntimeJSON
import LambdaTesting
import Testing

/// Handlers that decode and encode in ways of their own.
@Suite struct OwnCoderTests {
    private struct Appointment: Codable {
        var start: Date
    }

    private static func decode(_ event: [UInt8]) throws -> Appointment {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(Appointment.self, from: Data(event))
    }

    private struct Postponer: JSONLambdaHandler {
        func decode(_ event: [UInt8]) throws -> Appointment { try OwnCoderTests.decode(event) }

        func encode(_ output: Appointment) throws -> [UInt8] {
            let encoder = JSONEncoder()
            encoder.dateEncodingStrategy = .iso8601
            return Array(try encoder.encode(output))
        }

        func handle(_ event: Appointment, context: LambdaContext) async throws -> Appointment {
            Appointment(start: event.start.addingTimeInterval(3600))
        }
    }

    private struct Announcer: JSONStreamingLambdaHandler {
        func decode(_ event: [UInt8]) throws -> Appointment { try OwnCoderTests.decode(event) }

        func handle(
            _ event: Appointment, response: LambdaResponseStream, context: LambdaContext
        ) async throws {
            try await response.write("\(event.start.timeIntervalSince1970)")
        }
    }

    /// Encodes alone in a way of its own, and refuses in one.
    private struct Greeter: JSONLambdaHandler {
        struct Nameless: LambdaError {
            var lambdaErrorType: String { "Nameless" }
            var lambdaErrorMessage: String { "no name" }
        }

        func decode(_ event: [UInt8]) throws -> String {
            if event.isEmpty { throw Nameless() }
            return String(decoding: event, as: UTF8.self)
        }

        func handle(_ event: String, context: LambdaContext) async throws -> String { "Hello \(event)" }
    }

    private let event = #"{"start":"2026-01-31T23:59:59Z"}"#

    @Test func areUsed() async throws {
        let results = try await Postponer().handle([MockEvent(event)])
        #expect(results[0].text == #"{"start":"2026-02-01T00:59:59Z"}"#)
        let streamed = try await Announcer().handle([MockEvent(event)])
        #expect(streamed[0].text == "1769903999.0")
    }

    @Test func oneOfThemIsEnough() async throws {
        let results = try await Greeter().handle([MockEvent("Ada")])
        #expect(results[0].text == #""Hello Ada""#)
    }

    @Test func theirErrorsSayThatTheEventIsNotWhatTheFunctionTakes() async throws {
        let wrong = MockEvent(#"{"start":7}"#)
        let results = [
            try await Postponer().handle([wrong])[0], try await Announcer().handle([wrong])[0],
        ]
        for result in results {
            #expect(result.text.contains("the event is not a Appointment"))
            #expect(result.text.contains("Runtime.UnmarshalError"))
        }
    }

    @Test func theirErrorsMayChooseWhatTheInvokerIsTold() async throws {
        let results = try await Greeter().handle([MockEvent("")])
        #expect(results[0].text.contains(#""errorType":"Nameless""#))
    }
}
