import FoundationEssentials
import LambdaRuntimeJSON
import LambdaTesting
import Synchronization
import Testing

@testable import LambdaRuntime

@Suite struct StreamingTests {
    private struct Broken: Error, CustomStringConvertible {
        var description: String { "broken \"half-way\"" }
    }

    private struct Streaming: StreamingLambdaHandler {
        let body: @Sendable ([UInt8], LambdaResponseStream, LambdaContext) async throws -> Void

        init(_ body: @escaping @Sendable ([UInt8], LambdaResponseStream, LambdaContext) async throws -> Void)
        {
            self.body = body
        }

        func handle(
            _ event: [UInt8], response: LambdaResponseStream, context: LambdaContext
        ) async throws { try await body(event, response, context) }
    }

    private func run(_ handler: Streaming, events: Int = 1) async throws -> MockRuntimeAPI {
        let events = (0..<events).map { MockEvent("event \($0)", requestID: "id-\($0)") }
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500))
        _ = await api.runFunction { .streaming(handler) }
        return api
    }

    /// Waits until the loop has taken what was written, or the handler is cancelled. The loop's own thread takes it,
    /// and only when no job is left for it: so the waiting is done elsewhere.
    private static func sending(of response: LambdaResponseStream) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask(executorPreference: globalConcurrentExecutor) {
                while response.buffer.hasBytes, !Task.isCancelled { await Task.yield() }
            }
            await group.waitForAll()
        }
    }

    @Test func sendsEveryPieceWhenItIsWritten() async throws {
        let api = try await run(
            Streaming { event, response, _ in
                try response.setContentType("text/plain")
                for piece in ["one ", "two ", "three"] {
                    try await response.write(piece)
                    await Self.sending(of: response)
                }
            }, events: 3)
        #expect(api.requests(of: .response).count == 3)
        for request in api.requests(of: .response) {
            #expect(request.text == "one two three")
            #expect(request.chunkSizes == [4, 4, 5])
            #expect(request.header("Lambda-Runtime-Function-Response-Mode") == "streaming")
            #expect(request.header("Transfer-Encoding") == "chunked")
            #expect(request.header("Content-Type") == "text/plain")
            #expect(request.trailers.isEmpty)
        }
        #expect(Set(api.requests.map(\.connection)) == [0])
    }

    @Test func carriesMoreThanTheBufferHolds() async throws {
        let piece = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        let api = try await run(
            Streaming { _, response, _ in
                for _ in 0..<20 { try await response.write(piece) }
            })
        let request = try #require(api.requests(of: .response).first)
        #expect(request.body == Array(repeatElement(piece, count: 20).joined()))
    }

    @Test func takesPiecesFromOtherThreads() async throws {
        let api = try await run(
            Streaming { _, response, _ in
                try await withThrowingTaskGroup { group in
                    for _ in 0..<8 {
                        group.addTask(executorPreference: globalConcurrentExecutor) {
                            for _ in 0..<50 { try await response.write([UInt8](repeating: 1, count: 5000)) }
                        }
                    }
                    try await group.waitForAll()
                }
            }, events: 3)
        for request in api.requests(of: .response) { #expect(request.body.count == 8 * 50 * 5000) }
    }

    @Test func putsTheHTTPHeadBeforeTheBody() async throws {
        let api = try await run(
            Streaming { _, response, _ in
                try response.writeHead(
                    LambdaHTTPHead(statusCode: 418, headers: ["Content-Type": "text/\"x\""], cookies: ["a=b"])
                )
                try await response.write("body")
            })
        let request = try #require(api.requests(of: .response).first)
        #expect(request.header("Content-Type") == "application/vnd.awslambda.http-integration-response")
        let head = #"{"statusCode":418,"headers":{"Content-Type":"text/\"x\""},"cookies":["a=b"]}"#
        #expect(request.body == Array(head.utf8) + [UInt8](repeating: 0, count: 8) + Array("body".utf8))
    }

    @Test func answersWithNothing() async throws {
        let api = try await run(Streaming { _, _, _ in })
        #expect(api.requests(of: .response).first?.body == [])
        #expect(api.requests(of: .response).first?.header("Transfer-Encoding") == "chunked")
    }

    @Test func reportsAnErrorBeforeTheFirstByteAsAnError() async throws {
        let api = try await run(
            Streaming { _, response, _ in
                try response.setContentType("text/plain")
                throw Broken()
            }, events: 2)
        #expect(api.requests(of: .response).isEmpty)
        #expect(api.requests(of: .error).count == 2)
    }

    @Test func reportsAnErrorInTheMiddleInTheTrailers() async throws {
        let api = try await run(
            Streaming { _, response, _ in
                try await response.write("half")
                throw Broken()
            }, events: 2)
        #expect(api.requests(of: .error).isEmpty)
        #expect(api.requests(of: .response).count == 2)
        for request in api.requests(of: .response) {
            #expect(request.text == "half")
            #expect(
                request.header("Trailer")
                    == "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body")
            #expect(request.trailers.map(\.name).count == 2)
            #expect(request.header("Lambda-Runtime-Function-Error-Type") == "Function.Broken")
            let body = try #require(
                Data(base64Encoded: request.header("Lambda-Runtime-Function-Error-Body") ?? ""))
            let report = try JSONDecoder().decode([String: JSONValue].self, from: body)
            #expect(report["errorMessage"] == .string("broken \"half-way\""))
        }
    }

    private enum JSONValue: Decodable, Equatable {
        case string(String)
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            self = (try? .string(container.decode(String.self))) ?? .other
        }
    }

    @Test func refusesAHeadAfterTheFirstByte() async throws {
        let api = try await run(
            Streaming { _, response, _ in
                try await response.write("x")
                #expect(throws: LambdaStreamError.begun) { try response.setContentType("text/plain") }
                #expect(throws: LambdaStreamError.begun) { try response.writeHead(LambdaHTTPHead()) }
            })
        #expect(api.requests(of: .response).first?.text == "x")
    }

    @Test func refusesPiecesAfterTheEnd() async throws {
        let kept = Mutex<LambdaResponseStream?>(nil)
        _ = try await run(Streaming { _, response, _ in kept.withLock { $0 = response } })
        let response = try #require(kept.withLock { $0 })
        await #expect(throws: LambdaStreamError.closed) { try await response.write("late") }
    }

    @Test(arguments: [true, false])
    func tellsTheHandlerThatNobodyListens(isRefused: Bool) async throws {
        let thrown = Mutex<[LambdaStreamError]>([])
        let events = [MockEvent("a", requestID: "a"), MockEvent("b", requestID: "b")]
        let api = try MockRuntimeAPI(
            events: events, ending: .refusal(599),
            earlyScript: { request in
                guard request.call == .response else { return nil }
                return isRefused ? .refusal(413) : .drop
            })
        let handler = Streaming { _, response, _ in
            do throws(LambdaStreamError) {
                while true { try await response.write([UInt8](repeating: 0, count: 100_000)) }
            } catch {
                thrown.withLock { $0.append(error) }
                throw error
            }
        }
        let failure = await api.runFunction { .streaming(handler) }
        #expect(Set(thrown.withLock { $0 }.map(\.description)) == [LambdaStreamError.closed.description])
        // A stream that broke off leaves the service in a state that takes nothing more.
        guard case .streamBroken = failure else {
            #expect(isRefused, "unexpected end: \(failure)")
            return
        }
    }

    @Test func makesTheWriterWaitForRoom() async throws {
        let executor = LoopExecutor()
        let buffer = StreamBuffer(executor: executor)
        let pieces = Mutex(0)
        let task = executor.start {
            for _ in 0..<10 {
                try await buffer.write([UInt8](repeating: 0, count: StreamBuffer.capacity))
                pieces.withLock { $0 += 1 }
            }
        }
        _ = executor.wait(for: task) { true }
        #expect(pieces.withLock { $0 } == 1)
        var scratch = [UInt8](repeating: 0, count: 1000)
        #expect(scratch.withUnsafeMutableBytes { buffer.read(into: $0) } == 1000)
        _ = executor.wait(for: task) { true }
        #expect(pieces.withLock { $0 } == 1)
        scratch = [UInt8](repeating: 0, count: StreamBuffer.capacity)
        #expect(scratch.withUnsafeMutableBytes { buffer.read(into: $0) } == StreamBuffer.capacity)
        _ = executor.wait(for: task) { true }
        #expect(pieces.withLock { $0 } == 2)
        buffer.close()
        guard case .failure = executor.wait(for: task) else {
            Issue.record("writing to a closed stream worked")
            return
        }
    }

    @Test func readsATypedEventAndWritesLinesOfJSON() async throws {
        struct Countdown: JSONStreamingLambdaHandler {
            struct Event: Decodable { var start: Int }

            func handle(
                _ event: Event, response: LambdaResponseStream, context: LambdaContext
            ) async throws {
                for number in (1...event.start).reversed() {
                    try await response.writeLine(json: ["number": number])
                }
            }
        }
        let results = try await Countdown().handle([
            MockEvent(#"{"start":2}"#, requestID: "a"), MockEvent("{}", requestID: "b"),
        ])
        #expect(results[0].text == "{\"number\":2}\n{\"number\":1}\n")
        guard case .error(_, "Runtime.UnmarshalError") = results[1] else {
            Issue.record("expected an UnmarshalError: \(results[1])")
            return
        }
    }
}
