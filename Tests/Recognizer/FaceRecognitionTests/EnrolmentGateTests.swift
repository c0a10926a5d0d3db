import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct EnrolmentGateTests {
    private let gate: EnrolmentGate

    init() throws {
        gate = EnrolmentGate(models: try TestModels.loaded.get())
    }

    private func refusal(_ verdict: EnrolmentGate.Verdict) -> PhotographRefusal? {
        if case .failure(let refusal) = verdict { refusal } else { nil }
    }

    @Test func acceptsPhotographsOfOnePerson() throws {
        let photographs = try ["obama.jpg", "obama2.jpg", "obama3.jpg"].map(TestModels.photograph)
        let verdicts = try gate.judge(photographs, of: "Barack Obama", gallery: Gallery())
        #expect(verdicts.map(refusal) == [nil, nil, nil])
    }

    @Test func refusesTheOneOfSomebodyElse() throws {
        let photographs = try ["obama.jpg", "biden.jpg", "obama3.jpg"].map(TestModels.photograph)
        let verdicts = try gate.judge(photographs, of: "Barack Obama", gallery: Gallery())
        #expect(refusal(verdicts[0]) == nil)
        #expect(refusal(verdicts[2]) == nil)
        guard case .differs = refusal(verdicts[1]) else {
            Issue.record("not refused for differing: \(verdicts[1])")
            return
        }
    }

    @Test func comparesWithEarlierPhotographs() throws {
        let earlier = try gate.judge(
            [TestModels.photograph("obama.jpg")], of: "Barack Obama", gallery: Gallery())
        let verdicts = try gate.judge(
            [TestModels.photograph("biden.jpg")], of: "Barack Obama", enrolled: [try earlier[0].get()],
            gallery: Gallery())
        #expect(verdicts.count == 1 && refusal(verdicts[0]) != nil)
    }

    @Test func refusesSomebodyWhoIsEnrolledUnderAnotherName() throws {
        let gallery = try TestModels.gallery(["Barack Obama": "obama.jpg"])
        let photograph = [try TestModels.photograph("obama.jpg")]
        guard
            case .resembles(name: "Barack Obama", _) = refusal(
                try gate.judge(photograph, of: "Ada", gallery: gallery)[0])
        else {
            Issue.record("not refused")
            return
        }
        #expect(refusal(try gate.judge(photograph, of: "Barack Obama", gallery: gallery)[0]) == nil)
    }

    @Test func saysWhatIsWrongWithAPhotograph() async throws {
        let photographs = [
            try await TestModels.wall(), try await TestModels.pair("biden.jpg", "obama.jpg"), [1, 2, 3],
        ]
        let verdicts = try gate.judge(photographs, of: "Ada", gallery: Gallery())
        #expect(refusal(verdicts[0]) == .noFace)
        #expect(refusal(verdicts[1]) == .severalFaces(count: 2))
        guard case .picture(.notAPicture) = refusal(verdicts[2]) else {
            Issue.record("not refused as no picture: \(verdicts[2])")
            return
        }
    }

    @Test func refusesSmallAndBlurredFaces() async throws {
        let path = (TestModels.photographs ?? Repository.root).appending(path: "biden.jpg").path
        func filtered(_ filter: String) async throws -> [UInt8] {
            try await Subprocess.run(
                "ffmpeg", ["-v", "error", "-i", path, "-vf", filter, "-q:v", "2", "-f", "mjpeg", "-"]
            ).output
        }
        let verdicts = try gate.judge(
            [try await filtered("scale=-2:330"), try await filtered("scale=-2:800,gblur=sigma=4")],
            of: "Ada",
            gallery: Gallery())
        guard case .tooSmall = refusal(verdicts[0]) else {
            Issue.record("not refused as too small: \(verdicts[0])")
            return
        }
        #expect(refusal(verdicts[1]) == .blurred)
    }
}
