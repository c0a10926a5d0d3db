import LambdaLoopback
import Testing

/// What the Invoke API takes, and what AWS answers to what it does not take.
@Suite struct InvokeRequestTests {
    private func request(
        _ body: [UInt8], _ headers: [(name: String, value: String)] = []
    ) throws(InvokeRefusal) -> InvokeRequest {
        try InvokeRequest(
            HTTPRequest(method: "POST", target: "/", headers: headers, body: body))
    }

    private func text(of size: Int) -> [UInt8] {
        Array("\"".utf8) + Array(repeating: UInt8(ascii: "x"), count: size - 2) + Array("\"".utf8)
    }

    @Test(arguments: [
        (
            "Event", 1 << 20,
            "1048577 byte payload is too large for the Event invocation type (limit 1048576 bytes)"
        ),
        (
            "RequestResponse", 6 << 20,
            "Request must be smaller than 6291456 bytes for the InvokeFunction operation"
        ),
    ])
    func limitsThePayload(type: String, limit: Int, message: String) throws {
        let headers = [(name: "X-Amz-Invocation-Type", value: type)]
        #expect(try request(text(of: limit), headers).payload.count == limit)
        let refusal = try #require(throws: InvokeRefusal.self) { try request(text(of: limit + 1), headers) }
        #expect(refusal.status == 413)
        #expect(refusal.code == "RequestEntityTooLargeException")
        #expect(refusal.message == message)
    }

    @Test(arguments: ["no JSON", "{", "{}{}", "\u{0}", "{'a':1}", "[1,]"])
    func refusesWhatIsNoJSON(body: String) throws {
        let refusal = try #require(throws: InvokeRefusal.self) { try request(Array(body.utf8)) }
        #expect(refusal.status == 400)
        #expect(refusal.code == "InvalidRequestContentException")
        #expect(refusal.message.hasPrefix("Could not parse request body into json: "))
    }

    @Test(arguments: ["{}", "null", "1", "\"é\"", "[ ]", " {\"a\": [null]} "])
    func takesAnyJSON(body: String) throws {
        #expect(try request(Array(body.utf8)).payload == Array(body.utf8))
    }

    @Test func takesNothingForAnEmptyObject() throws {
        #expect(try request([]).payload == Array("{}".utf8))
    }

    @Test func refusesOtherTypesAndContexts() throws {
        for headers in [
            [(name: "X-Amz-Invocation-Type", value: "event")], [(name: "X-Amz-Client-Context", value: "{}")],
            [(name: "X-Amz-Client-Context", value: "Cg==")], [(name: "X-Amz-Client-Context", value: "/w==")],
        ] {
            let refusal = try #require(throws: InvokeRefusal.self) { try request([], headers) }
            #expect(refusal.status == 400)
            #expect(refusal.code == "InvalidParameterValueException")
        }
    }
}
