import Testing

@testable import Extractor

struct FrameRankingTests {
    @Test(arguments: [[], [5], [1, 1], [3, 1, 2], Array(repeating: 7, count: 15), Array(0..<100)])
    func namesEveryFrameOnce(sizes: [Int]) {
        #expect(FrameRanking.order(sizes: sizes).sorted() == Array(sizes.indices))
    }

    @Test func theSharpestAroundTheMiddleIsFirst() {
        var sizes = Array(repeating: 100, count: 15)
        #expect(FrameRanking.order(sizes: sizes).first == 7)
        sizes[5] = 130
        // The first frame of a clip is the largest one often, and stands at its edge.
        sizes[0] = 500
        let order = FrameRanking.order(sizes: sizes)
        #expect(order.first == 5)
        #expect(order.prefix(4).contains { $0 > 8 })
    }

    @Test func takesTheFirstOfTheOrderThatFit() throws {
        let frames = (0..<15).map { [UInt8](repeating: UInt8($0), count: 100) }
        let order = FrameRanking.order(sizes: frames.map(\.count))
        #expect(FrameRanking.selection(of: frames, order: order, within: 1500) == frames)

        let some = try #require(FrameRanking.selection(of: frames, order: order, within: 520))
        #expect(some.count == 15)
        #expect(Set(some.indices.filter { !some[$0].isEmpty }) == Set(order.prefix(5)))
        #expect(some[order[0]] == frames[order[0]])
        #expect(FrameRanking.selection(of: frames, order: order, within: 250) == nil)
        #expect(FrameRanking.selection(of: [frames[0]], order: [0], within: 100) == [frames[0]])
    }
}
