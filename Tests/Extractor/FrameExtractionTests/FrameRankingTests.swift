import FrameExtraction
import Testing

struct FrameRankingTests {
    @Test(arguments: [[], [5], [1, 1], [3, 1, 2], Array(repeating: 7, count: 15), Array(0..<100)])
    func namesEveryFrameOnce(sharpness: [Int]) {
        #expect(FrameRanking.order(sharpness: sharpness).sorted() == Array(sharpness.indices))
    }

    @Test func theSharpestAroundTheMiddleIsFirst() {
        var sharpness = Array(repeating: 100, count: 15)
        #expect(FrameRanking.order(sharpness: sharpness).first == 7)
        sharpness[5] = 130
        // One at the edge, however sharp, says less of the whole clip.
        sharpness[0] = 500
        let order = FrameRanking.order(sharpness: sharpness)
        #expect(order.first == 5)
        #expect(order.prefix(4).contains { $0 > 8 })
    }
}
