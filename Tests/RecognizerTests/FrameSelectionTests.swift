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

    @Test func takesAFewOfMany() {
        #expect(FrameSelection.spread(Array(0..<100), limit: 4) == [0, 25, 50, 75])
        #expect(FrameSelection.spread([1, 2], limit: 4) == [1, 2])
        #expect(FrameSelection.spread([1, 2], limit: 0).isEmpty)
    }
}
