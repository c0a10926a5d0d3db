import RollcallMessages
import TestSupport
import Testing

/// Who is to be enrolled again after another network was chosen.
struct WaitingStudentTests {
    private func face(_ model: String) -> StoredEmbedding {
        StoredEmbedding([Float](repeating: 1, count: 128), model: model)
    }

    private func correction(_ model: String, _ verdict: Correction.Verdict = .isPerson) -> Correction {
        Correction(
            clip: "lab/1.h264", face: FaceReference(frame: 0, x: 1, y: 1), verdict: verdict, time: 1,
            embedding: face(model))
    }

    private func isWaiting(_ embeddings: [StoredEmbedding], _ corrections: [Correction] = []) -> Bool {
        Student(name: "Ada", embeddings: embeddings, corrections: corrections)
            .isWaiting(for: "new")
    }

    @Test func photographsOfAnotherNetworkWait() {
        #expect(isWaiting([face("old")]))
        #expect(!isWaiting([face("old"), face("new")]))
        #expect(isWaiting([face("old")], [correction("new")]))
    }

    @Test func whoWasLearnedFromClipsAloneWaitsToo() {
        #expect(isWaiting([], [correction("old")]))
        #expect(!isWaiting([], [correction("old"), correction("new")]))
        #expect(!isWaiting([], [correction("old", .isNotPerson)]))
        #expect(!isWaiting([]))
    }
}
