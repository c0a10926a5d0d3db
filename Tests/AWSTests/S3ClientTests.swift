import AWSClients
import TestSupport
import Testing

@Suite(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
struct S3ClientTests {
    private let s3: S3Client

    init() async throws {
        s3 = S3Client(session: try await Moto.session())
    }

    @Test
    func storesListsAndDeletesObjects() async throws {
        try await s3.createBucket("s3-objects")
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        let stored = try await s3.putObject(
            bucket: "s3-objects", key: "clips/1.h264", body: body, contentType: "video/h264")
        #expect(try await s3.getObject(bucket: "s3-objects", key: "clips/1.h264") == body)
        let metadata = try await s3.headObject(bucket: "s3-objects", key: "clips/1.h264")
        #expect(metadata.contentLength == body.count)
        #expect(metadata.contentType == "video/h264")
        #expect(metadata.eTag == stored.eTag && stored.eTag != nil)

        try await s3.putObject(bucket: "s3-objects", key: "other", body: [])
        let page = try await s3.listObjects(bucket: "s3-objects", prefix: "clips/")
        #expect(page.objects.map(\.key) == ["clips/1.h264"])
        #expect(page.objects.map(\.size) == [body.count])
        #expect(page.nextContinuationToken == nil)

        try await s3.deleteObject(bucket: "s3-objects", key: "clips/1.h264")
        #expect(try await s3.listAllObjects(bucket: "s3-objects").map(\.key) == ["other"])
    }
}
