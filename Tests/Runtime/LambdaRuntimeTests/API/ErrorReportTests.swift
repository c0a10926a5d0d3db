import FoundationEssentials
import LambdaRuntime
import LambdaRuntimeJSON
import LambdaTesting
import Testing

@Suite struct ErrorReportTests {
    private struct Report: Decodable {
        var errorMessage: String
        var errorType: String
        var stackTrace: [String]
    }

    private struct PlainError: Error, CustomStringConvertible {
        var description: String
    }

    private struct NamedError: LambdaError {
        var lambdaErrorType: String
        var lambdaErrorMessage = "named"
    }

    private func report(of error: any Error) async throws -> (report: Report, category: String) {
        let results = try await Handler { _, _ in throw error }.handle([MockEvent("{}")])
        guard case .error(let body, let category) = results[0] else {
            Issue.record("no error arrived: \(results)")
            throw error
        }
        return (try JSONDecoder().decode(Report.self, from: Data(body)), category)
    }

    @Test func tellsTypeAndDescription() async throws {
        let (report, category) = try await report(of: PlainError(description: "it broke"))
        #expect(report.errorType == "PlainError")
        #expect(report.errorMessage == "it broke")
        #expect(report.stackTrace.isEmpty)
        #expect(category == "Function.PlainError")
    }

    @Test(arguments: ["\"\\\n\r\t\u{0}\u{1}\u{1F}\u{7F}", "Ünïcödé 🎓 \u{2028}", ""])
    func escapesAnyMessage(message: String) async throws {
        let (report, _) = try await report(of: PlainError(description: message))
        #expect(report.errorMessage == message)
    }

    @Test func shortensAnEndlessMessage() async throws {
        let (report, _) = try await report(
            of: PlainError(description: String(repeating: "é", count: 100_000)))
        #expect(report.errorMessage.utf8.count < 33 * 1024)
        #expect(report.errorMessage.hasSuffix("é…"))
    }

    /// The service keeps `(Runtime|Function)\.[A-Z][a-zA-Z]+` only.
    @Test(arguments: [
        ("ValidationError", "Function.ValidationError"),
        ("Function.Refused", "Function.Refused"),
        ("Runtime.OutOfPaper", "Runtime.OutOfPaper"),
        ("Error404", "Function.HandlerError"),
        ("lowercase", "Function.HandlerError"),
        ("E", "Function.HandlerError"),
        ("", "Function.HandlerError"),
        ("Function.", "Function.HandlerError"),
        ("Bad\r\nInjected: header", "Function.HandlerError"),
        ("Generic<Int>", "Function.HandlerError"),
    ])
    func keepsTheCategoryInTheServicesForm(type: String, category: String) async throws {
        let reported = try await report(of: NamedError(lambdaErrorType: type))
        #expect(reported.category == category)
        #expect(reported.report.errorType == type)
        #expect(reported.report.errorMessage == "named")
    }

    private struct Cause: Decodable {
        struct Exception: Decodable {
            var message: String
            var type: String
        }
        var working_directory: String
        var exceptions: [Exception]
        var paths: [String]
    }

    /// The value of the header for X-Ray after an error.
    private func cause(of error: any Error) async throws -> String {
        let api = try MockRuntimeAPI(events: [MockEvent("{}")], ending: .refusal(500))
        _ = await api.run { Handler { _, _ in throw error } }
        let request = try #require(api.requests(of: .error).first)
        return try #require(request.header("Lambda-Runtime-Function-XRay-Error-Cause"))
    }

    @Test(arguments: ["it broke", "\"\\\n\r\t\u{0}\u{1}\u{1F}\u{7F}", "Ünïcödé 🎓 \u{2028}\r\nX: y", ""])
    func tellsXRayTheCauseInOneLineOfASCII(message: String) async throws {
        let header = try await cause(of: PlainError(description: message))
        #expect(header.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        let cause = try JSONDecoder().decode(Cause.self, from: Data(header.utf8))
        #expect(cause.exceptions.map(\.message) == [message])
        #expect(cause.exceptions.map(\.type) == ["PlainError"])
        #expect(cause.working_directory == FileManager.default.currentDirectoryPath)
        #expect(cause.paths.isEmpty)
    }

    /// X-Ray's causes are cropped from 64 KiB on.
    @Test(arguments: ["\u{1}", "é", "🎓", "€"])
    func keepsTheCauseBelowWhatTheServiceCrops(character: String) async throws {
        let error = NamedError(
            lambdaErrorType: String(repeating: character, count: 10_000),
            lambdaErrorMessage: String(repeating: character, count: 100_000))
        let header = try await cause(of: error)
        #expect(header.utf8.count < 64 * 1024)
        let cause = try JSONDecoder().decode(Cause.self, from: Data(header.utf8))
        #expect(cause.exceptions.first?.message.hasSuffix(character + "…") == true)
        #expect(cause.exceptions.first?.type.hasSuffix(character + "…") == true)
    }

    @Test func servesTheNextEventAfterAnError() async throws {
        let handler = Handler { event, _ in
            if event.isEmpty { throw PlainError(description: "empty") }
            return event
        }
        let results = try await handler.handle([
            MockEvent("", requestID: "a"), MockEvent("after", requestID: "b"),
        ])
        #expect(results[1].text == "after")
    }

    @Test func reportsAFailedInitialization() async throws {
        let api = try MockRuntimeAPI(events: [MockEvent("{}")])
        let failure = await api.run { throw PlainError(description: "no model") }
        #expect(failure == .initialization(type: "PlainError", message: "no model"))
        #expect(api.requests.map(\.call) == [.initError])
        let request = try #require(api.requests.first)
        #expect(request.header("Lambda-Runtime-Function-Error-Type") == "Function.PlainError")
        #expect(try JSONDecoder().decode(Report.self, from: Data(request.body)).errorMessage == "no model")
    }

    @Test func callsAnEventOfTheWrongFormByItsName() async throws {
        struct Greeter: JSONLambdaHandler {
            struct Event: Decodable { var name: String }
            struct Output: Encodable { var greeting: String }
            func handle(_ event: Event, context: LambdaContext) async throws -> Output {
                Output(greeting: "Hello \(event.name)")
            }
        }
        let results = try await Greeter().handle([
            MockEvent(#"{"name":"Ada"}"#, requestID: "a"), MockEvent(#"{"nam"#, requestID: "b"),
            MockEvent(#"{"name":1}"#, requestID: "c"),
        ])
        #expect(results[0].text == #"{"greeting":"Hello Ada"}"#)
        for result in results.dropFirst() {
            guard case .error(_, "Runtime.UnmarshalError") = result else {
                Issue.record("expected an UnmarshalError: \(result)")
                continue
            }
        }
    }
}
