import Testing

@testable import AWSClients

private let region = ["x-amz-bucket-region": "eu-west-3"]

/// Buckets that are in another region than the session's.
struct BucketRegionTests {
    /// Refuses what is signed for another region than the bucket's.
    private func makeS3(_ refusal: ScriptedServer.Behavior) throws -> ScriptedServer {
        try ScriptedServer { request, _ in
            request.headers["authorization"]?.contains("/eu-west-3/s3/") == true
                ? .answer(200, body: "x") : refusal
        }
    }

    @Test(arguments: [
        ScriptedServer.Behavior.answer(301, region), .answer(302, region), .answer(307, region),
        .answer(400, region),
        .answer(
            400,
            body: """
                <Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the \
                region 'us-east-1' is wrong; expecting 'eu-west-3'</Message><Region>eu-west-3</Region></Error>
                """),
    ])
    func signsAgainForTheBucketsRegionAndRemembersIt(_ refusal: ScriptedServer.Behavior) async throws {
        let server = try makeS3(refusal)
        defer { server.stop() }
        // One attempt: going where the bucket is does not count as a retry.
        let s3 = S3Client(session: try .test(server.endpoint, attempts: 1))
        #expect(try await s3.getObject(bucket: "b", key: "k") == Array("x".utf8))
        try await s3.putObject(bucket: "b", key: "k", body: [1, 2, 3])
        try await s3.headBucket("b")
        #expect(server.requests.count == 4)
        #expect(server.requests[2].body == [1, 2, 3])
    }

    @Test
    func isNotSentInCircles() async throws {
        let server = try ScriptedServer { _, number in
            .answer(301, ["x-amz-bucket-region": number.isMultiple(of: 2) ? "eu-west-1" : "eu-west-2"])
        }
        defer { server.stop() }
        let error = await #expect(throws: AWSError.self) {
            try await S3Client(session: try .test(server.endpoint)).headBucket("b")
        }
        #expect(server.requests.count == 3)
        #expect(error?.message.contains("the bucket is in region eu-west-1") == true)
        #expect(error?.advice?.contains("AWS_REGION") == true)
    }

    @Test(arguments: ["evil.example.com/", "", "us-east-1", "EU"])
    func anInvalidRegionOrTheSameIsNotFollowed(_ region: String) async throws {
        let server = try ScriptedServer(.answer(301, ["x-amz-bucket-region": region]))
        defer { server.stop() }
        await #expect(throws: AWSError.self) {
            try await S3Client(session: try .test(server.endpoint)).headBucket("b")
        }
        #expect(server.requests.count == 1)
    }

    @Test
    func theHostIsThatOfTheBucketsRegion() throws {
        let credentials = StaticCredentials(AWSCredentials(accessKeyID: "a", secretAccessKey: "b"))
        let resolver = try EndpointResolver(AWSConfiguration(region: "us-east-1", credentials: credentials))
        #expect(
            resolver.resolve(.s3, bucket: "clips", region: "cn-north-1").authority
                == "clips.s3.cn-north-1.amazonaws.com.cn")
    }
}
