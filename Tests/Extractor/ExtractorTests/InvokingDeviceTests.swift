import AWSClients
import Foundation
import LambdaTesting
import RollcallMessages
import RollcallServices
import TestSupport
import Testing

@testable import Extractor

/// Who may have what looked at: a device is the alias by which it invokes the function.
@Suite(
    .enabled(if: ExtractorBench.isAvailable, "\(MotoServer.missing)"),
    .enabled(if: SmallClip.isAvailable, "no ffmpeg command"))
struct InvokingDeviceTests {
    @Test(arguments: [nil, "$LATEST", "3", "lab"])
    func aDeviceAndWhoeverMayInvokeTheFunctionItselfGetAnAnswer(alias: String?) async throws {
        let bench = try await ExtractorBench()
        let clip = Data(try await SmallClip.bytes()).base64EncodedString()
        let answer = try await bench.answer(
            to: #"{"timestamp":1,"device":"lab","clip":"\#(clip)"}"#, alias: alias)
        #expect(answer.text.contains(#""frames":15"#))
        let stored = try await bench.answer(to: #"{"key":"lab/1.h264","way":"direct"}"#, alias: alias)
        #expect(stored.text.contains(#""frames":15"#))
    }

    /// Nothing is read, stored, invoked or sent for any of them.
    @Test(arguments: [
        #"{"key":"attic/1.h264","way":"sync"}"#, #"{"key":"lab2/1.h264"}"#, #"{"key":"lab/door/1.h264"}"#,
        #"{"key":"lab/1/frame-000.jpg"}"#, #"{"key":"1.h264"}"#, #"{"key":"/lab/1.h264"}"#,
        #"{"key":"Lab/1.h264"}"#, #"{"key":"lab//1.h264"}"#, #"{"key":"./lab/1.h264"}"#,
        #"{"bucket":"other","key":"lab/1.h264"}"#, #"{"bucketName":"other","keyName":"lab/1.h264"}"#,
        #"{"timestamp":1,"device":"attic","clip":"AAAA","way":"sync"}"#, #"{"timestamp":1,"clip":"AAAA"}"#,
        #"{"timestamp":1,"device":"lab/../attic","clip":"AAAA"}"#,
        #"{"timestamp":1,"device":"attic","clip":"AAAA","way":"first-frame","provisional":true}"#,
        #"{"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"BUCKET"},"object":{"key":"attic/1.h264"}}}]}"#,
        #"{"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"BUCKET"},"object":{"key":"attic/1.h264"}}}"#,
    ])
    func whatIsNotTheDevicesOwnIsRefused(event: String) async throws {
        let bench = try await ExtractorBench()
        let event = event.replacingOccurrences(of: "BUCKET", with: bench.bucket)
        let answer = try await bench.answer(to: event, alias: "lab")
        #expect(answer.text.contains(#""errorType":"DeviceRefusal""#), "\(answer)")
        #expect(answer.text.contains("The device lab asks for"), "\(answer)")
        #expect(bench.lambda.invocations.isEmpty)
        #expect(try await bench.frameKeys(below: "").isEmpty)
        #expect(try await bench.results().isEmpty)
    }

    @Test func aBatchIsDoneAsFarAsItIsTheDevicesOwn() async throws {
        let bench = try await ExtractorBench()
        try await bench.s3.putObject(
            bucket: bench.bucket, key: "lab/1.h264", body: try await SmallClip.bytes())
        let records = ["lab", "attic"].map { device in
            #"{"messageId":"\#(device)","body":"{\"key\":\"\#(device)/1.h264\"}","eventSource":"aws:sqs"}"#
        }
        let answer = try await bench.answer(
            to: #"{"Records":[\#(records.joined(separator: ","))]}"#, alias: "lab")
        #expect(answer.text == #"{"batchItemFailures":[{"itemIdentifier":"attic"}]}"#)
        #expect(try bench.recognitionRequests().map(\.clipKey) == ["lab/1.h264"])
    }

    /// Two ids that look alike are two folders of S3.
    @Test func spellingsThatLookAlikeAreTwoDevices() async throws {
        let bench = try await ExtractorBench()
        let alias = DeviceAlias(device: "bu\u{308}ro").name
        let answer = try await bench.answer(to: "{\"key\":\"b\u{FC}ro/1.h264\"}", alias: alias)
        #expect(answer.text.contains("DeviceRefusal"))
    }

    @Test(arguments: ["live_", "lab_5f1"])
    func anAliasThatIsNoDevicesIsRefused(alias: String) async throws {
        let bench = try await ExtractorBench()
        let answer = try await bench.answer(to: #"{"key":"lab/1.h264"}"#, alias: alias)
        #expect(answer.text.contains("which is no device's"))
        #expect(bench.lambda.invocations.isEmpty)
    }
}
