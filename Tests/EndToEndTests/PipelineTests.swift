import AWSClients
import Foundation
import RollcallMessages
import TestSupport
import Testing

/// Every part as a process of its own: client, S3, both functions, DynamoDB, SQS.
extension EndToEndTests {
    @Test func clipFromTheClientBecomesAPrintedName() async throws {
        let stack = try await RunningStack.shared
        try await enrollObama(stack)
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let film = folder.appending(path: "film.h264")
        let clip = try await RunningStack.film("obama2.jpg")
        try Data(clip + clip).write(to: film)

        let run = try await stack.rollcall(
            "run", "--source", film.path, "--json", "--device", "e2e", "--spool-folder",
            folder.path + "/spool")
        #expect(run.status == 0, "\(run.errorText)")
        let lines = run.text.split(separator: "\n")
        #expect(lines.count == 3, "\(run.text)")
        for line in lines.dropLast() {
            #expect(line.contains(#""name":"Barack Obama""#))
            #expect(line.contains(#""major":"Political Science""#))
            #expect(line.contains(#""year":"1983""#))
        }
        #expect(lines.last?.contains(#""recognized":2"#) == true)
    }

    @Test func strangerIsNotNamed() async throws {
        let stack = try await RunningStack.shared
        try await enrollObama(stack)
        let key = "e2e/1700000000001.h264"
        try await upload(try await RunningStack.film("biden.jpg"), as: key, to: stack)
        try await invokeExtractor(stack, key: key)
        let result = try await stack.result(of: key)
        #expect(result.status == .unknown)
        #expect(result.name == nil)
        #expect(result.people.map(\.name) == [nil])
    }

    /// A host that is not ours: ministack's own Lambda runs the bootstraps, by an S3 event and by direct invocation.
    @Test func functionsRunUnderAnotherHost() async throws {
        let stack = try await RunningStack.shared
        try await enrollObama(stack)
        let ministack = try #require(stack.environment["AWS_ENDPOINT_URL"])
        let bucket = "another-host"
        let endpoints = stack.environment.filter {
            $0.key.hasPrefix("AWS_") && $0.key != "AWS_ENDPOINT_URL_LAMBDA"
        }
        let variables = endpoints.merging(["ROLLCALL_BUCKET": bucket]) { $1 }
        let s3 = S3Client(session: stack.session)
        try await s3.createBucket(bucket)
        try await stack.deploy("Recognizer", as: "Recognizer", variables: variables, lambda: ministack)
        try await stack.deploy(
            "Extractor", as: "Extractor", variables: variables, lambda: ministack, trigger: bucket)

        let clip = try await RunningStack.film("obama2.jpg")
        let triggered = "e2e/1700000000002.h264"
        _ = try await s3.putObject(bucket: bucket, key: triggered, body: clip)
        #expect(try await stack.result(of: triggered).name == "Barack Obama")

        var configuration = try AWSConfiguration(environment: stack.environment)
        configuration.endpoints[.lambda] = ministack
        let session = try AWSSession(configuration: configuration)
        let event = [UInt8](#"{"bucket": "\#(bucket)", "key": "\#(triggered)"}"#.utf8)
        let reply = try await LambdaClient(session: session).invoke(function: "Extractor", payload: event)
        #expect(reply.functionError == nil, "\(String(decoding: reply.payload, as: UTF8.self))")
        #expect(try await stack.result(of: triggered).name == "Barack Obama")
        await session.shutdown()
    }
}
