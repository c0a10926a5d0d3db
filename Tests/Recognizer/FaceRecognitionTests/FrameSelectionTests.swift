import Testing

@testable import FaceRecognition

struct FrameSelectionTests {
    @Test(arguments: [0, 1, 2, 3, 7, 15, 100])
    func looksAtEveryFrameOnce(count: Int) {
        #expect(FrameSelection.order(count).sorted() == Array(0..<count))
    }

    @Test func spreadsTheFirstFramesOverTheClip() {
        #expect(Array(FrameSelection.order(15).prefix(3)) == [7, 3, 11])
    }
}
