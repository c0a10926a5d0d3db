import Foundation
import TestSupport
import Testing

@testable import AWSClients

@Suite(.enabled(if: Moto.isAvailable, "\(MotoServer.missing)"))
struct S3ClientTests {
    private let s3: S3Client

    init() async throws {
        s3 = S3Client(session: try await Moto.session())
    }

    @Test
    func storesListsAndDeletesObjects() async throws {
        let bucket = "s3-objects"
        try await s3.createBucket(bucket)
        let body = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        try await s3.putObject(
            bucket: bucket, key: "clips/1.h264", body: body, contentType: "video/h264")
        #expect(try await s3.getObject(bucket: bucket, key: "clips/1.h264") == body)

        try await s3.putObject(bucket: bucket, key: "other", body: [])
        #expect(try await s3.getObject(bucket: bucket, key: "other") == [])
        let page = try await s3.listObjects(bucket: bucket, prefix: "clips")
        #expect(page.objects.map(\.key) == ["clips/1.h264"])
        #expect(page.objects.map(\.size) == [body.count])
        #expect(page.nextContinuationToken == nil)

        try await s3.deleteObject(bucket: bucket, key: "clips/1.h264")
        try await s3.deleteObject(bucket: bucket, key: "clips/1.h264")
        #expect(try await s3.listAllObjects(bucket: bucket).map(\.key) == ["other"])
    }

    @Test
    func listsFolders() async throws {
        // moto takes the signature of a query with a slash for wrong, botocore's too.
        let s3 = S3Client(session: try await Moto.uncheckedSession())
        try await s3.createBucket("s3-folders")
        for key in ["clips/1.h264", "clips/2.h264", "other"] {
            try await s3.putObject(bucket: "s3-folders", key: key, body: [])
        }
        let page = try await s3.listObjects(bucket: "s3-folders", delimiter: "/")
        #expect(page.commonPrefixes == ["clips/"])
        #expect(page.objects.map(\.key) == ["other"])
        let folder = try await s3.listObjects(bucket: "s3-folders", prefix: "clips/", delimiter: "/")
        #expect(folder.objects.map(\.key) == ["clips/1.h264", "clips/2.h264"])
    }

    @Test
    func listsPageByPage() async throws {
        let bucket = "s3-pages"
        try await s3.createBucket(bucket)
        let keys = (0..<12).map { "1700000000000/frame-\(100 + $0).jpg" }
        try await withThrowingTaskGroup { group in
            for key in keys {
                group.addTask { _ = try await s3.putObject(bucket: bucket, key: key, body: Array(key.utf8)) }
            }
            try await group.waitForAll()
        }
        var found: [String] = []
        var token: String?
        repeat {
            let page = try await s3.listObjects(bucket: bucket, maximumKeys: 5, continuationToken: token)
            #expect(page.objects.count <= 5)
            found += page.objects.map(\.key)
            token = page.nextContinuationToken
        } while token != nil
        #expect(found == keys)
        #expect(try await s3.listAllObjects(bucket: bucket, limit: 7).map(\.key) == Array(keys.prefix(7)))
    }

    @Test
    func takesAnyKey() async throws {
        let s3 = S3Client(session: try await Moto.uncheckedSession())
        try await s3.createBucket("s3-keys")
        let keys = [
            "a b+c&d=e?f#g", "../up/./here//twice", "ü日本😀", "100%", "%2F", "a\u{1}b", "<&>\"'", "trailing/",
            "~'()*!",
        ]
        for key in keys {
            try await s3.putObject(bucket: "s3-keys", key: key, body: Array(key.utf8))
            #expect(try await s3.getObject(bucket: "s3-keys", key: key) == Array(key.utf8))
        }
        #expect(Set(try await s3.listAllObjects(bucket: "s3-keys").map(\.key)) == Set(keys))
        for key in keys { try await s3.deleteObject(bucket: "s3-keys", key: key) }
        #expect(try await s3.listAllObjects(bucket: "s3-keys") == [])
    }

    @Test
    func refusesAnObjectOverTheBound() async throws {
        try await s3.createBucket("s3-bound")
        try await s3.putObject(bucket: "s3-bound", key: "k", body: Array(repeating: 1, count: 1001))
        let error = await #expect(throws: AWSError.self) {
            try await s3.getObject(bucket: "s3-bound", key: "k", maximumBytes: 1000)
        }
        #expect(error?.kind == .response)
        #expect(error?.code == "TooLarge")
        #expect(error?.attempts == 1)
        let missing = await #expect(throws: AWSError.self) {
            try await s3.getObject(bucket: "s3-bound", key: "none", maximumBytes: 1)
        }
        #expect(missing?.code == "NoSuchKey")
    }

    @Test
    func saysWhatIsMissing() async throws {
        try await s3.createBucket("s3-missing")
        try await s3.createBucket("s3-missing")
        try await s3.headBucket("s3-missing")
        let noKey = await #expect(throws: AWSError.self) {
            try await s3.getObject(bucket: "s3-missing", key: "k")
        }
        #expect(noKey?.code == "NoSuchKey")
        #expect(noKey?.isNotFound == true)
        #expect(noKey?.isMissingObject == true)
        #expect(noKey?.resource == "s3-missing/k")
        #expect(noKey?.description.contains("S3 GetObject on s3-missing/k failed: NoSuchKey") == true)
        let noBucket = await #expect(throws: AWSError.self) {
            try await s3.putObject(bucket: "s3-nowhere", key: "k", body: [])
        }
        #expect(noBucket?.code == "NoSuchBucket")
        #expect(noBucket?.isMissingObject == false)
        #expect(noBucket?.advice?.contains("Create the bucket") == true)
        let noHead = await #expect(throws: AWSError.self) { try await s3.headBucket("s3-nowhere") }
        #expect(noHead?.isNotFound == true)
        for (bucket, key) in [("", "k"), ("s3-missing", "")] {
            let error = await #expect(throws: AWSError.self) {
                try await s3.deleteObject(bucket: bucket, key: key)
            }
            #expect(error?.kind == .configuration)
        }
    }

    @Test
    func saysWhoIsRefused() async throws {
        try await s3.createBucket("s3-refusals")
        let sessions = [
            "AccessDenied": try await Moto.deniedSession(),
            "SignatureDoesNotMatch": try await Moto.forgedSession(),
            "InvalidAccessKeyId": try await Moto.unknownSession(),
        ]
        for (code, session) in sessions {
            let error = await #expect(throws: AWSError.self) {
                try await S3Client(session: session).listObjects(bucket: "s3-refusals")
            }
            #expect(error?.code == code)
            #expect(error?.isForbidden == true)
            #expect(error?.advice != nil)
            #expect(error?.isNotFound == false)
        }
    }

}
