import AWSClients
import Foundation
import LambdaTesting
import RollcallMessages
import TestSupport
import Testing

@testable import Extractor

/// The function as a process that may take no more memory than Lambda gives it, and lives on.
@Suite(
    .enabled(if: ExtractorBench.isAvailable, "\(MotoServer.missing)"),
    .enabled(if: SmallClip.isAvailable, "no ffmpeg command"),
    .enabled(
        if: ProcessInfo.processInfo.environment["ROLLCALL_SANITIZER"] == nil,
        "a sanitizer takes address space without bound"))
struct MemoryLimitTests {
    /// Address space in KiB. The function takes 0.6 GiB of it at rest: its threads' stacks and heaps, and libraries.
    private static let limit = 1_500_000

    private func answers(to events: [String], on bench: ExtractorBench) async throws -> [String] {
        let mocks = events.enumerated().map { index, event in
            MockEvent(event, requestID: "\(index)", timeout: .seconds(120))
        }
        let api = try MockRuntimeAPI(events: mocks, ending: .refusal(500))
        var environment = bench.environment
        environment["AWS_LAMBDA_RUNTIME_API"] = api.address
        environment["SWIFT_BACKTRACE"] = "enable=no"
        let function = Repository.products.appending(path: "Extractor").path
        let run = try await Subprocess.run(
            "bash", ["-c", "ulimit -v \(Self.limit) && exec '\(function)'"], environment: environment)
        #expect(run.errorText.split(separator: "\n").count < 3 * events.count + 150)
        return mocks.map { api.result(of: $0.requestID).text }
    }

    private func event(_ clip: [UInt8], at time: Int) -> String {
        #"{"timestamp":\#(time),"device":"lab","clip":"\#(Data(clip).base64EncodedString())"}"#
    }

    @Test func answersClipsThatClaimToNeedMuchMemoryAndGoesOn() async throws {
        let bench = try await ExtractorBench()
        let clips =
            HostileClip.all.filter { $0.bytes.count < 4 << 20 }.map(\.bytes) + [try await SmallClip.bytes()]
        let answers = try await answers(
            to: clips.enumerated().map { event($0.element, at: 1_700_000_000_000 + $0.offset) }, on: bench)
        #expect(answers.last?.contains(#""frames":15"#) == true)
        for (index, answer) in answers.dropLast().enumerated() {
            #expect(answer.contains(#""status":"failed""#), "\(HostileClip.all[index])")
        }
    }

    @Test(.enabled(if: Repository.shared != nil, "\(Repository.sharedMissing)"))
    func answersTheClipsOfTheReport() async throws {
        let bench = try await ExtractorBench()
        let files = try ["stsz1.mp4", "stsz2.mp4"].map { name in
            [UInt8](try Data(contentsOf: try #require(Repository.shared).appending(path: "cases/\(name)")))
        }
        let answers = try await answers(to: files.map { event($0, at: 5) }, on: bench)
        for answer in answers { #expect(answer.contains(#""status":"failed""#), "\(answer)") }
    }

    @Test func answersAClipOfNoiseWhosePicturesTakeMoreThanItHas() async throws {
        let bench = try await ExtractorBench()
        try await bench.s3.putObject(
            bucket: bench.bucket, key: "lab/5.h264", body: try await SmallClip.repeatedNoise())
        let answers = try await answers(
            to: [#"{"key":"lab/5.h264"}"#, event(try await SmallClip.bytes(), at: 6)], on: bench)
        #expect(answers[0].contains("pictures take more than the 192 MiB allowed"))
        #expect(answers[1].contains(#""frames":15"#))
    }

    @Test func answersAnEventOfMillionsOfRecords() async throws {
        let bench = try await ExtractorBench()
        let records = String(repeating: "{},", count: 2_000_000)
        let answers = try await answers(
            to: [
                #"{"Records":[\#(records){}]}"#, #"{"Records":[{"body":"1"},\#(records){}]}"#,
                event(try await SmallClip.bytes(), at: 6),
            ], on: bench)
        #expect(answers[0].contains("more than 100"))
        #expect(answers[1].contains("more than 10000"))
        #expect(answers[2].contains(#""frames":15"#))
    }
}
