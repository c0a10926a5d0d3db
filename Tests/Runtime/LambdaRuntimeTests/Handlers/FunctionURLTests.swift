import LambdaEvents
import LambdaRuntime
import LambdaRuntimeJSON
import LambdaTesting
import Testing

@Suite struct FunctionURLTests {
    private struct Mirror: JSONLambdaHandler {
        func handle(_ request: FunctionURLRequest, context: LambdaContext) async throws -> FunctionURLResponse
        {
            if request.rawPath == "/bytes" { return FunctionURLResponse(bytes: request.bytes) }
            return FunctionURLResponse(
                statusCode: 201, headers: request.headers,
                text: "\(request.method) \(request.queryStringParameters?["q"] ?? "") \(request.text)")
        }
    }

    private func request(path: String, body: String, isBase64: Bool) -> String {
        """
        {"version":"2.0","routeKey":"$default","rawPath":"\(path)","rawQueryString":"q=a%20b",
        "headers":{"accept":"*/*"},"queryStringParameters":{"q":"a b"},
        "requestContext":{"accountId":"1","http":{"method":"POST","path":"\(path)","sourceIp":"192.0.2.1"}},
        "body":"\(body)","isBase64Encoded":\(isBase64)}
        """
    }

    @Test func readsRequestsAndWritesResponses() async throws {
        let results = try await Mirror().handle([
            MockEvent(request(path: "/text", body: "hi", isBase64: false), requestID: "a"),
            MockEvent(request(path: "/text", body: "aGk=", isBase64: true), requestID: "b"),
            MockEvent(request(path: "/bytes", body: "AP8=", isBase64: true), requestID: "c"),
            MockEvent(request(path: "/bytes", body: "no base64", isBase64: true), requestID: "d"),
        ])
        for result in results.prefix(2) {
            #expect(result.text.contains(#""statusCode":201"#))
            #expect(result.text.contains(#""body":"POST a b hi""#))
            #expect(result.text.contains(#""isBase64Encoded":false"#))
        }
        #expect(results[2].text.contains(#""body":"AP8=""#))
        #expect(results[2].text.contains(#""isBase64Encoded":true"#))
        #expect(results[3].text.contains(#""body":"""#))
    }
}
