import LambdaRuntime
import LambdaTesting
import Testing

/// Answers to `next` that nobody should send. The process may end with a reason, but it does not trap.
@Suite struct NextFuzzTests {
    @Test(arguments: 0..<40 as Range<UInt64>)
    func survivesAnyAnswer(seed: UInt64) async throws {
        let api = try MockRuntimeAPI(events: [], ending: .refusal(500)) { request in
            guard request.call == .next, request.index < 12 else { return nil }
            var random = SplitMix64(state: seed &* 1000 &+ UInt64(request.index))
            let answer = MockAnswer.raw(Self.answer(&random))
            return Bool.random(using: &random) ? answer.thenClosing : answer.cut(at: 1)
        }
        let failure = await api.run { EchoHandler() }
        #expect(!failure.description.isEmpty)
    }

    private static func answer(_ random: inout SplitMix64) -> [UInt8] {
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
            String(repeating: "x", count: 20_000), "\u{0}", "a\rb", "0", "../../x", "%00",
        ]
        if Int.random(in: 0..<4, using: &random) > 0 { head.append("Lambda-Runtime-Aws-Request-Id: id\r\n") }
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let name = names.randomElement(using: &random) ?? ""
            let value = values.randomElement(using: &random) ?? ""
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

/// Random numbers that are the same in every run (Steele, Lea, Flood, "Fast Splittable Pseudorandom Number
/// Generators", 2014).
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
