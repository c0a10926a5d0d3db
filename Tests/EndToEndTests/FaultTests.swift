import AWSClients
import Foundation
import RollcallMessages
import TestSupport
import Testing

/// What is broken, missing or hostile: each time a clear error or a `failed` result, and processes that live on.
extension EndToEndTests {
    @Test(arguments: [
        ("empty", [UInt8]()),
        ("random", (0..<20_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }),
        ("text", [UInt8]("this is no video".utf8)),
    ])
    func brokenClipHasAFailedResult(kind: String, bytes: [UInt8]) async throws {
        let stack = try await RunningStack.shared
        let key = "faults/1700000000100-\(kind).h264"
        try await upload(bytes, as: key, to: stack)
        try await invokeExtractor(stack, key: key)
        let result = try await stack.result(of: key)
        #expect(result.status == .failed)
        #expect(result.error?.isEmpty == false)
        try await expectAlive(stack)
    }

    @Test func missingKeyHasAFailedResult() async throws {
        let stack = try await RunningStack.shared
        let key = "faults/1700000000200.h264"
        try await invokeExtractor(stack, key: key)
        let result = try await stack.result(of: key)
        #expect(result.status == .failed)
        #expect(result.error?.contains(key) == true)
        try await expectAlive(stack)
    }

    @Test func missingBucketHasAFailedResult() async throws {
        let stack = try await RunningStack.shared
        let key = "faults/1700000000300.h264"
        let event = #"{"bucket": "no-such-bucket", "key": "\#(key)"}"#
        _ = try await LambdaClient(session: stack.session).invoke(
            function: "Extractor", payload: [UInt8](event.utf8))
        let result = try await stack.result(of: key)
        #expect(result.status == .failed)
        #expect(result.error?.contains("no-such-bucket") == true)
        try await expectAlive(stack)
    }

    @Test(
        arguments: ["Extractor", "Recognizer"],
        ["{}", "[1, 2]", "null", #"{"Records": [{}]}"#, #"{"key": 7}"#])
    func eventOfAnUnknownShapeIsAnError(function: String, event: String) async throws {
        let stack = try await RunningStack.shared
        let reply = try await LambdaClient(session: stack.session).invoke(
            function: function, payload: [UInt8](event.utf8))
        #expect(reply.functionError == "Unhandled")
        let error = String(decoding: reply.payload, as: UTF8.self)
        #expect(error.contains("errorMessage") && error.contains("errorType"), "\(error)")
        #expect(!error.contains("Runtime.ExitError"), "\(error)")
    }

    @Test func eventOverTheLimitIsRefused() async throws {
        let stack = try await RunningStack.shared
        let lambda = LambdaClient(session: stack.session)
        let payload = [UInt8]("\"".utf8) + [UInt8](repeating: 120, count: 6 << 20) + [UInt8]("\"".utf8)
        let error = await #expect(throws: AWSError.self) {
            _ = try await lambda.invoke(function: "Extractor", payload: payload)
        }
        #expect(error?.status == 413)
        #expect(error?.isPayloadTooLarge == true)
    }

    @Test func missingTableIsNamed() async throws {
        let stack = try await RunningStack.shared
        try await stack.deploy("Recognizer", as: "NoTable", variables: ["ROLLCALL_TABLE": "NoSuchTable"])
        try await expectError(naming: "NoSuchTable", from: "NoTable", stack)
    }

    @Test func missingQueueIsNamed() async throws {
        let stack = try await RunningStack.shared
        let url = (stack.environment["ROLLCALL_QUEUE_URL"] ?? "") + "-missing"
        try await stack.deploy("Recognizer", as: "NoQueue", variables: ["ROLLCALL_QUEUE_URL": url])
        try await expectError(naming: "-missing", from: "NoQueue", stack)
    }

    /// The function, given a frame, says what is missing: in its own error, or in the clip's result.
    private func expectError(naming name: String, from function: String, _ stack: RunningStack) async throws {
        let frame = [UInt8](try Data(contentsOf: URL(filePath: RunningStack.photograph("obama.jpg"))))
        let key = "\(function)/1700000000500/frame-000.jpg"
        try await upload(frame, as: key, to: stack)
        let event = #"{"bucket": "\#(stack.bucket)", "key": "\#(key)"}"#
        let reply = try await LambdaClient(session: stack.session).invoke(
            function: function, payload: [UInt8](event.utf8))
        let answer = String(decoding: reply.payload, as: UTF8.self)
        #expect(answer.contains(name), "\(answer)")
        #expect(reply.functionError == "Unhandled" || answer.contains("failed"), "\(answer)")
        try await expectAlive(stack)
    }
}
