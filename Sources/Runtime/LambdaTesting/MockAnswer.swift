internal import LambdaLoopback
internal import LambdaRuntime

/// What the mock does with a request, down to the bytes.
public struct MockAnswer: Sendable {
    enum Action: Sendable {
        case send([UInt8])
        case hang
        case waitForAnswers
    }

    let action: Action
    var closesConnection = false

    /// Sends these bytes, whatever they are.
    public static func raw(_ bytes: [UInt8]) -> MockAnswer {
        MockAnswer(action: .send(bytes))
    }

    /// Sends a whole HTTP answer.
    public static func status(
        _ status: Int, headers: [(name: String, value: String)] = [], body: [UInt8]
    ) -> MockAnswer {
        .raw(HTTPAnswer(status, headers: headers, body: body).bytes)
    }

    static func whole(_ answer: HTTPAnswer) -> MockAnswer { .raw(answer.bytes) }

    /// Refuses with a status and the body that the Runtime API has for it.
    public static func refusal(_ status: Int) -> MockAnswer {
        let refusal: RuntimeRefusal =
            switch status {
            case 400: .invalidRequestID
            case 403: .invalidTransition(from: "RuntimeResponseSentState", to: "InvocationResponse")
            case 410: .invokeTimeout
            case 413: .responseTooLarge
            default: .gone
            }
        var answer = refusal.answer
        answer.status = status
        return .whole(answer)
    }

    /// Takes an answer of the function: 202.
    public static let accepted = MockAnswer.whole(.runtimeAccepted)

    /// Delivers an event.
    public static func event(_ event: MockEvent) -> MockAnswer {
        .status(200, headers: headers(of: event), body: event.body)
    }

    /// Delivers an event in chunks of at most `size` bytes (RFC 9112, section 7.1).
    public static func chunkedEvent(_ event: MockEvent, size: Int = 1000) -> MockAnswer {
        var bytes = HTTPAnswer.head(
            200, headers(of: event) + [(name: "Transfer-Encoding", value: "chunked")])
        var rest = event.body[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(max(size, 1))
            bytes += Array((String(chunk.count, radix: 16) + "\r\n").utf8) + chunk + Array("\r\n".utf8)
            rest = rest.dropFirst(chunk.count)
        }
        return .raw(bytes + Array("0\r\n\r\n".utf8))
    }

    /// Closes the connection without a byte of answer.
    public static let drop = MockAnswer(action: .send([]), closesConnection: true)

    /// Never answers, as Lambda does while there is no event.
    public static let hang = MockAnswer(action: .hang)

    /// Holds the request back until every delivered event is answered, and looks again.
    static let waitForAnswers = MockAnswer(action: .waitForAnswers)

    /// The same, and the connection is closed after it. The answer does not announce it.
    public var thenClosing: MockAnswer {
        var answer = self
        answer.closesConnection = true
        return answer
    }

    /// The first `share` of the same bytes (0 to 1), then the connection is closed.
    public func cut(at share: Double) -> MockAnswer {
        guard case .send(let bytes) = action else { return self }
        let count = Int(Double(bytes.count) * min(max(share, 0), 1))
        return MockAnswer(action: .send(Array(bytes.prefix(count))), closesConnection: true)
    }

    private static func headers(of event: MockEvent) -> [(name: String, value: String)] {
        let deadline = LambdaClock().now.advanced(by: event.timeout)
        return RuntimeEvent(
            requestID: event.requestID, deadline: deadline.millisecondsSinceEpoch, payload: []
        ).headers + event.headers
    }
}
