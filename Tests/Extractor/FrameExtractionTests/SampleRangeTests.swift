import Testing

@testable import FrameExtraction

struct SampleRangeTests {
    @Test(arguments: [false, true])
    func stretchesEveryLimitedValueToTheNearestFullOne(isChroma: Bool) {
        let values = [UInt8](0...255)
        var stretched = [UInt8](repeating: 0, count: 256)
        SampleRange(bitDepth: 8, isFullRange: false, isChroma: isChroma)
            .convert(values, to: &stretched, count: 256)
        #expect(stretched == SampleRange.table(bitDepth: 8, isFullRange: false, isChroma: isChroma))
    }

    @Test func keepsBlackWhiteAndGray() {
        #expect(SampleRange.table(bitDepth: 8, isFullRange: false, isChroma: false)[16] == 0)
        #expect(SampleRange.table(bitDepth: 8, isFullRange: false, isChroma: false)[235] == 255)
        #expect(SampleRange.table(bitDepth: 8, isFullRange: false, isChroma: true)[128] == 128)
        #expect(SampleRange.table(bitDepth: 10, isFullRange: false, isChroma: false)[940] == 255)
        #expect(SampleRange.table(bitDepth: 10, isFullRange: true, isChroma: true)[512] == 128)
    }

    @Test func holdsTenBitSamplesBeyondTheRangeToItsEnd() {
        let words: [UInt16] = [64, 940, 1023, .max]
        var stretched = [UInt8](repeating: 0, count: 4)
        words.withUnsafeBytes { bytes in
            guard let start = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            SampleRange(bitDepth: 10, isFullRange: false, isChroma: false)
                .convert(start, to: &stretched, count: 4)
        }
        #expect(stretched == [0, 255, 255, 255])
    }
}
