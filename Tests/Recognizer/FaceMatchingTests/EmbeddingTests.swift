import FaceMatching
import Testing

struct EmbeddingTests {
    /// What rounding leaves of vectors that cancel out has a direction, which says nothing.
    @Test(arguments: [128, 256])
    func vectorsThatCancelOutHaveNoMean(length: Int) throws {
        var state: UInt64 = 1
        for _ in 0..<100 {
            let components = (0..<length).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(state >> 40) / Float(1 << 23) - 1
            }
            let face = try #require(Embedding(normalizing: components))
            let opposite = try #require(Embedding(normalizing: face.components.map { -$0 * 3 }))
            #expect(Embedding(meanOf: [(face, 1), (opposite, 1)]) == nil)
            #expect(Embedding(meanOf: [(face, 1), (opposite, 0.9)]) != nil)
        }
    }
}
