import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct PictureTests {
    @Test func refusesAGiantByItsHeader() throws {
        var jpeg = try TestModels.photograph("biden.jpg")
        // The last frame header: the first is the thumbnail's.
        let frame = try #require(jpeg.indices.dropLast(9).last { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange(frame + 5..<frame + 9, with: [0x4E, 0x20, 0x4E, 0x20])
        #expect(throws: PictureError.tooLarge(width: 20_000, height: 20_000, maximumPixels: 50_000_000)) {
            try Picture(jpeg: jpeg, as: .gray)
        }
    }

    @Test(arguments: [[], [0xFF], [0xFF, 0xD8, 0xFF, 0xD9], Array(repeating: 7, count: 5000)] as [[UInt8]])
    func refusesWhatIsNoJPEG(bytes: [UInt8]) {
        #expect(throws: PictureError.self) { try Picture(jpeg: bytes, as: .rgb) }
    }

    @Test func halvesUntilItFits() throws {
        let jpeg = try TestModels.photograph("obama_partial_face.jpg")
        let whole = try Picture(jpeg: jpeg, as: .rgb)
        #expect((whole.width, whole.height, whole.reduction) == (491, 1137, 1))
        #expect(whole.pixels.count == 491 * 1137 * 3)
        let small = try Picture(jpeg: jpeg, as: .gray, maximumSide: 300)
        #expect((small.width, small.height, small.reduction) == (123, 285, 4))
        #expect(small.pixels.count == 123 * 285)
    }

    @Test func isAsLargeAsItsPixels() {
        #expect(Picture(format: .rgb, width: 2, height: 2, pixels: Array(repeating: 0, count: 12)) != nil)
        #expect(Picture(format: .rgb, width: 2, height: 2, pixels: Array(repeating: 0, count: 11)) == nil)
        #expect(Picture(format: .gray, width: .max, height: 2, pixels: []) == nil)
        #expect(Picture(format: .gray, width: 0, height: 0, pixels: []) == nil)
    }
}
