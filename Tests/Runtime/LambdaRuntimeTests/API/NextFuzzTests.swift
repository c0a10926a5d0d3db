import LambdaRuntime
import LambdaTesting
import TestSupport
import Testing

/// Answers to `next` that nobody should send. The process may end with a reason, but it does not trap.
@Suite struct NextFuzzTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func survivesAnyAnswer(seed: UInt64) async throws {
        let api = try MockRuntimeAPI(events: [], ending: .refusal(500)) { request in
            guard request.call == .next, request.index < 12 else { return nil }
            var random = SeededGenerator(seed: seed &* 1000 &+ UInt64(request.index))
            let answer = MockAnswer.raw(Self.answer(&random))
            return Bool.random(using: &random) ? answer.thenClosing : answer.cut(at: 1)
        }
        let failure = await api.run { EchoHandler() }
        #expect(!failure.description.isEmpty)
    }

    /// The same answers to everything else that the function sends.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func survivesAnyAnswerToItsAnswers(seed: UInt64) async throws {
        struct Broken: Error {}
        let events = (0..<12).map { MockEvent($0 % 2 == 0 ? "{}" : "", requestID: "id-\($0)") }
        let api = try MockRuntimeAPI(events: events, ending: .refusal(500)) { request in
            // The mock takes an answer only when the script does not.
            guard request.call != .next, request.index < 12 else { return nil }
            var random = SeededGenerator(seed: seed &* 77_777 &+ UInt64(request.index))
            let answer = MockAnswer.raw(Self.answer(&random))
            return Bool.random(using: &random) ? answer.thenClosing : answer.cut(at: 1)
        }
        let failure = await api.run {
            Handler { event, _ in if event.isEmpty { throw Broken() } else { return event } }
        }
        #expect(!failure.description.isEmpty)
        #expect(!api.requests(of: .response).isEmpty)
    }

    private static let long = String(repeating: "x", count: 20_000)
    private static let tooLong = String(repeating: "y", count: 200_000)

    private static func answer(_ random: inout SeededGenerator) -> [UInt8] {
        let body = (0..<Int.random(in: 0...3000, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
        }
        var head = ["HTTP/1.1 200 OK\r\n"]
        let names = [
            "Lambda-Runtime-Aws-Request-Id", "Lambda-Runtime-Deadline-Ms", "Lambda-Runtime-Trace-Id",
            "Lambda-Runtime-Invocation-Id", "Lambda-Runtime-", "Lambda-Runtime-Client-Context", "Date", "",
        ]
        let values = [
            "8476a536", "-1", "9223372036854775807", "9223372036854775808", "", " ", "\t\t", "é🎓", "a:b:c",
            long, tooLong, "\u{0}", "a\rb",
            "0", "../../x", "%00",
        ]
        if Int.random(in: 0..<4, using: &random) > 0 { head.append("Lambda-Runtime-Aws-Request-Id: id\r\n") }
        let count = Int.random(in: 0..<10, using: &random) == 0 ? 2000 : Int.random(in: 0...8, using: &random)
        for _ in 0..<count {
            let name = names.randomElement(using: &random) ?? ""
            let value = (count > 8 ? values[0..<9] : values[...]).randomElement(using: &random) ?? ""
            head.append("\(name)\(Bool.random(using: &random) ? ": " : ":")\(value)\r\n")
        }
        let lengths = [
            "\(body.count)", "\(body.count)", "\(body.count)", "\(body.count + 5)", "9223372036854775807",
            "-1",
            "99999999999999999999", "x", "0",
        ]
        head.append("Content-Length: \(lengths.randomElement(using: &random) ?? "0")\r\n")
        if Int.random(in: 0..<6, using: &random) == 0 { head.append("Transfer-Encoding: chunked\r\n") }
        head[1...].shuffle(using: &random)
        var bytes = Array((head.joined() + "\r\n").utf8) + body
        // Damage.
        for _ in 0..<Int.random(in: 0...3, using: &random) where Int.random(in: 0..<3, using: &random) == 0 {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            bytes[index] = UInt8.random(in: 0...255, using: &random)
        }
        return bytes
    }
}
