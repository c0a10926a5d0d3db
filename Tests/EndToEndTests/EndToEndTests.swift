import AWSClients
import Foundation
import RollcallMessages
import TestSupport
import Testing

/// The whole pipeline on the local services. One test after the other: they share the queue.
@Suite(
    .serialized, .enabled(if: RunningStack.missing == nil, "no local services or models: run make setup"))
struct EndToEndTests {
    func enrollObama(_ stack: RunningStack) async throws {
        let reply = try await stack.rollcall(
            "enroll", "--replace", "--major", "Political Science", "--year", "1983", "Barack Obama",
            RunningStack.photograph("obama.jpg"), RunningStack.photograph("obama3.jpg"))
        try #require(reply.status == 0, "\(reply.text)\(reply.errorText)")
    }

    func upload(_ bytes: [UInt8], as key: String, to stack: RunningStack) async throws {
        _ = try await S3Client(session: stack.session).putObject(bucket: stack.bucket, key: key, body: bytes)
    }

    func invokeExtractor(_ stack: RunningStack, key: String, function: String = "Extractor") async throws {
        let event = #"{"bucket": "\#(stack.bucket)", "key": "\#(key)"}"#
        let reply = try await LambdaClient(session: stack.session).invoke(
            function: function, payload: [UInt8](event.utf8))
        #expect(reply.functionError == nil, "\(String(decoding: reply.payload, as: UTF8.self))")
    }

    /// The functions' processes have not exited: nothing in the log says so.
    func expectAlive(_ stack: RunningStack) async throws {
        let log = RunningStack.folder.appending(path: "local-lambda.log")
        let text = try String(contentsOf: log, encoding: .utf8)
        #expect(!text.contains("Runtime exited"), "\(text.suffix(2000))")
    }
}
