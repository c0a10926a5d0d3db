import Testing

@testable import AWSClients

/// What errors mean, whatever service and front end they come from.
struct AWSFaultTests {
    private func error(_ status: Int, _ headers: [String: String] = [:], body: String = "") async throws
        -> AWSError
    {
        let server = try ScriptedServer(.answer(status, headers, body: body))
        defer { server.stop() }
        let lambda = LambdaClient(session: try .test(server.endpoint, attempts: 1))
        return try #require(
            await #expect(throws: AWSError.self) {
                try await lambda.invokeAsync(function: "Extractor", payload: Array("{}".utf8))
            })
    }

    @Test(arguments: [
        ["x-amzn-errortype": "RequestEntityTooLargeException"],
        ["x-amzn-errortype": "RequestTooLargeException"], [:],
        ["x-amzn-errortype": "SomethingNew"],
    ])
    func every413IsAPayloadTooLarge(_ headers: [String: String]) async throws {
        let error = try await error(413, headers)
        #expect(error.isPayloadTooLarge)
        #expect(!error.isRetryable)
        #expect(error.advice?.contains("1 MB for Event") == true)
        // A proxy answers in HTML.
        #expect(try await self.error(413, body: "<html><body>413</body></html>").isPayloadTooLarge)
    }

    @Test(arguments: [
        (413, "SomethingNew", true), (415, "UnsupportedMediaTypeException", true),
        (422, "SomethingNew", true),
        (400, "EntityTooLarge", true), (400, "InvalidParameterValueException", true),
        (400, "InvalidRequestContentException", true), (400, "RequestTooLargeException", true),
        (400, "SomethingNew", false), (400, "ThrottlingException", false),
        (403, "AccessDeniedException", false),
        (404, "ResourceNotFoundException", false), (422, "ThrottlingException", false),
        (503, "SomethingNew", false),
    ])
    func tellsWhatIsAboutTheRequestItself(status: Int, code: String, isAboutTheRequest: Bool) async throws {
        let error = try await error(status, ["x-amzn-errortype": code])
        #expect(error.isAboutTheRequest == isAboutTheRequest)
    }

    @Test
    func anUnknownCodeIsJudgedByItsStatus() async throws {
        #expect(try await error(404, ["x-amzn-errortype": "SomethingNew"]).isNotFound)
        #expect(try await error(403, ["x-amzn-errortype": "SomethingNew"]).isForbidden)
        #expect(try await error(429, ["x-amzn-errortype": "SomethingNew"]).retryReason == .throttling)
        #expect(try await error(503, ["x-amzn-errortype": "SomethingNew"]).retryReason == .transient)
        let other = try await error(418, ["x-amzn-errortype": "SomethingNew"])
        #expect(other.code == "SomethingNew")
        #expect(!other.isRetryable && !other.isNotFound && !other.isPayloadTooLarge && other.advice == nil)
    }

    @Test
    func aKnownCodeGoesBeforeItsStatus() async throws {
        #expect(try await error(400, ["x-amzn-errortype": "ThrottlingException"]).retryReason == .throttling)
        #expect(try await error(400, ["x-amzn-errortype": "ResourceNotFoundException"]).isNotFound)
        #expect(
            try await error(400, ["x-amzn-errortype": "ConditionalCheckFailedException"]).isConditionFailed)
        // DynamoDB's and SQS's refusals ("Common errors", Amazon DynamoDB API Reference).
        #expect(try await error(400, ["x-amzn-errortype": "AccessDeniedException"]).isForbidden)
    }
}
