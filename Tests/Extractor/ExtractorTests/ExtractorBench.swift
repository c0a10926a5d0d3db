import AWSClients
import Foundation
import LambdaTesting
import RollcallMessages
import RollcallServices
import TestSupport

@testable import Extractor

/// A bucket and a queue of their own on moto, a fake Lambda, and the function in front of them.
struct ExtractorBench {
    static let isAvailable = MotoServer.isAvailable

    let bucket: String
    let s3: S3Client
    let queue: ResultQueue
    let lambda: FakeLambda
    let environment: [String: String]

    private static let moto = Task { try await MotoServer() }

    init(lambdaStatus: Int = 202, lambdaAnswer: String = "") async throws {
        let name = "extractor-\(UUID().uuidString.lowercased())"
        var environment = try await Self.moto.value.clientEnvironment()
        lambda = try await FakeLambda(status: lambdaStatus) { _, _ in [UInt8](lambdaAnswer.utf8) }
        environment["AWS_ENDPOINT_URL_LAMBDA"] = lambda.endpoint
        let session = try AWSSession(configuration: AWSConfiguration(environment: environment))
        s3 = S3Client(session: session)
        try await s3.createBucket(name)
        let sqs = SQSClient(session: session)
        queue = ResultQueue(client: sqs, url: try await sqs.createQueue(name: name))
        environment["ROLLCALL_BUCKET"] = name
        environment["ROLLCALL_QUEUE_URL"] = queue.url
        environment["ROLLCALL_RECOGNIZER"] = "Names"
        bucket = name
        self.environment = environment
    }

    /// What the function answers to an event.
    ///
    /// - Parameter alias: by which it is invoked; nil for none.
    func answer(
        to event: String, changing changes: [String: String] = [:], alias: String? = nil
    ) async throws -> InvocationResult {
        let arn = "arn:aws:lambda:us-east-1:123456789012:function:Extractor" + (alias.map { ":" + $0 } ?? "")
        let handler = try await ExtractorHandler(
            environment: environment.merging(changes) { _, changed in changed })
        let headers = [(name: "Lambda-Runtime-Invoked-Function-Arn", value: arn)]
        let results = try await handler.handle([MockEvent(event, timeout: .seconds(120), headers: headers)])
        return results[0]
    }

    /// The keys of the frames of a clip.
    func frameKeys(below prefix: String) async throws -> [String] {
        try await s3.listAllObjects(bucket: bucket, prefix: prefix).map(\.key)
    }

    /// The results on the queue, which are taken off it.
    func results() async throws -> [RecognitionResult] {
        let received = try await queue.receive(waitSeconds: 0)
        try await queue.delete(received)
        return try received.map { try $0.result.get() }
    }

    /// What the Recognizer was invoked with.
    func recognitionRequests() throws -> [RecognitionRequest] {
        try lambda.invocations.map { try MessageCoding.decode(RecognitionRequest.self, from: $0.payload) }
    }
}

/// Clips of 15 frames of 160 x 120.
enum SmallClip {
    /// Whether there is an ffmpeg command to make them with.
    static let isAvailable = ["/usr/bin/ffmpeg", "/usr/local/bin/ffmpeg"].contains {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// A raw H.264 clip.
    static func bytes() async throws -> [UInt8] { try await task.value }

    private static let task = Task { try await film("testsrc2=size=160x120:rate=30") }

    /// Three frames that JPEG cannot make small.
    static func noise(size: String) async throws -> [UInt8] {
        try await film("color=gray:size=\(size):rate=30,noise=alls=100:allf=t", frames: 3)
    }

    /// A picture of noise in 4K, and 300 frames that repeat it in few bytes.
    static func repeatedNoise() async throws -> [UInt8] {
        try await Subprocess.run(
            "ffmpeg",
            [
                "-loglevel", "error", "-f", "lavfi", "-i",
                "color=gray:size=4096x2304:rate=30,noise=alls=60,loop=loop=-1:size=1", "-frames:v", "300",
                "-c:v", "libx264", "-preset", "ultrafast", "-qp", "30", "-g", "600", "-x264-params",
                "scenecut=0",
                "-pix_fmt", "yuv420p", "-f", "h264", "-",
            ]
        ).output
    }

    private static func film(_ source: String, frames: Int = 15) async throws -> [UInt8] {
        try await Subprocess.run(
            "ffmpeg",
            [
                "-loglevel", "error", "-f", "lavfi", "-i", source, "-frames:v", String(frames),
                "-c:v", "libx264", "-pix_fmt", "yuv420p", "-f", "h264", "-",
            ]
        ).output
    }
}
