import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct EnrollmentGateTests {
    private let gate: EnrollmentGate

    init() throws {
        gate = EnrollmentGate(models: try TestModels.loaded.get())
    }

    private func refusal(_ verdict: EnrollmentGate.Verdict) -> PhotographRefusal? {
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

    @Test func nothingIsAcceptedWhereEarlierFacesHaveNoMean() throws {
        let face = try face("obama.jpg")
        let opposite = try #require(Embedding(normalizing: face.components.map { -$0 }))
        let verdicts = gate.judge(
            [.success(face)], of: "Barack Obama", enrolled: [face, opposite], gallery: Gallery())
        #expect(verdicts.count == 1 && refusal(verdicts[0]) != nil)
    }

    private func face(_ photograph: String) throws -> Embedding {
        try gate.face(in: try TestModels.photograph(photograph)).get()
    }

    @Test func newPhotographsDoNotOutvoteTheEnrolledFace() throws {
        let photographs = try ["obama.jpg", "obama3.jpg", "obama2.jpg"].map(TestModels.photograph)
        let verdicts = try gate.judge(
            photographs, of: "Wei Zhang", enrolled: [try face("biden.jpg")], gallery: Gallery())
        for verdict in verdicts {
            guard case .differs = refusal(verdict) else {
                Issue.record("not refused for differing: \(verdict)")
                continue
            }
        }
        // One of the person's own among them is found.
        let mixed = try gate.judge(
            photographs + [TestModels.photograph("biden.jpg")], of: "Wei Zhang",
            enrolled: [try face("biden.jpg")], gallery: Gallery())
        #expect(mixed.map { refusal($0) == nil } == [false, false, false, true])
        let own = try gate.judge(
            photographs, of: "Barack Obama", enrolled: [try face("obama.jpg")], gallery: Gallery())
        #expect(own.map(refusal) == [nil, nil, nil])
    }

    @Test func twoWhoMayBeOneAreFound() throws {
        let gallery = try TestModels.gallery(["Barack Obama": "obama.jpg", "Joe Biden": "biden.jpg"])
        let barry = [try face("obama2.jpg")]
        let match = gate.lookalike(of: "Barry Obama", faces: barry, in: gallery)
        #expect(match?.name == "Barack Obama")
        #expect(gate.lookalike(of: "Barack Obama", faces: barry, in: gallery) == nil)
        #expect(gate.lookalike(of: "Barry Obama", faces: [], in: gallery) == nil)
        let others = try TestModels.gallery(["Joe Biden": "biden.jpg"])
        #expect(gate.lookalike(of: "Barry Obama", faces: barry, in: others) == nil)
    }

    /// Cut anywhere, or damaged in the middle: what is left would be enrolled gray from the nose down.
    @Test func aPhotographThatIsNotWholeIsRefused() throws {
        let whole = try TestModels.photograph("obama.jpg")
        #expect(refusal(try gate.face(in: whole)) == nil)
        var damaged = [10, 25, 50, 90, 99].map { Array(whole.prefix(whole.count * $0 / 100)) }
        var zeros = whole
        zeros.replaceSubrange(whole.count / 3..<whole.count / 3 + 4096, with: repeatElement(0, count: 4096))
        damaged.append(zeros)
        var random = whole
        for index in whole.count / 2..<whole.count / 2 + 2000 {
            random[index] = UInt8(truncatingIfNeeded: index * 7919 >> 3)
        }
        damaged.append(random)
        for (index, photograph) in damaged.enumerated() {
            guard case .picture(let error) = refusal(try gate.face(in: photograph)) else {
                Issue.record("damage \(index) was accepted")
                continue
            }
            #expect("\(error)".count > 20)
        }
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
