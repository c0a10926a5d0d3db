import CJPEG
import FrameExtraction
import Testing

@Suite(.enabled(if: hasFFmpeg, "no ffmpeg command with libx264"))
struct JPEGDecodingTests {
    @Test(arguments: [1, 2, 4, 8])
    func scales(denominator: Int32) async throws {
        let jpeg = try await jpeg()
        for kind in [ROLLCALL_JPEG_RGB, ROLLCALL_JPEG_GRAY] {
            let whole = try DecodedJPEG(jpeg, pixels: kind)
            let scaled = try DecodedJPEG(jpeg, denominator: denominator, pixels: kind)
            #expect(scaled.width == (whole.width + Int(denominator) - 1) / Int(denominator))
            #expect(scaled.height == (whole.height + Int(denominator) - 1) / Int(denominator))
            #expect(abs(scaled.mean - whole.mean) < 2)
        }
    }

    @Test func readsTheSizeOfAHugePictureWithoutAllocatingIt() async throws {
        var jpeg = try await jpeg()
        // Start of frame (ITU-T T.81, B.2.2): marker, length, precision, then height and width.
        let frame = try #require(jpeg.indices.dropLast().first { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xC0 })
        jpeg.replaceSubrange((frame + 5)..<(frame + 9), with: [0x4E, 0x20, 0x4E, 0x20])
        var header = rollcall_jpeg_header()
        var message = rollcall_jpeg_message()
        #expect(rollcall_jpeg_read_header(jpeg, jpeg.count, &header, &message) == ROLLCALL_JPEG_OK)
        #expect(header.width == 20000 && header.height == 20000)
        var pixels = [UInt8](repeating: 0, count: 1000)
        let status = rollcall_jpeg_decode(
            jpeg, jpeg.count, 1, ROLLCALL_JPEG_RGB, &pixels, pixels.count, &message)
        #expect(status == ROLLCALL_JPEG_FAILED)
        #expect(pixels.allSatisfy { $0 == 0 })
    }

    @Test func saysThatATruncatedPictureIsDamaged() async throws {
        let jpeg = try await jpeg()
        let failure = #expect(throws: DecodedJPEG.Failure.self) {
            try DecodedJPEG(Array(jpeg.prefix(jpeg.count / 2)))
        }
        #expect(failure?.status == ROLLCALL_JPEG_DAMAGED.rawValue)
        #expect(failure?.message.isEmpty == false)
    }

    @Test(arguments: [[], [0], [0xFF, 0xD8], [0xFF, 0xD8, 0xFF, 0xD9], Array("not a picture at all".utf8)])
    func refusesWhatIsNoPicture(bytes: [UInt8]) {
        let failure = #expect(throws: DecodedJPEG.Failure.self) { try DecodedJPEG(bytes) }
        #expect(failure?.status == ROLLCALL_JPEG_FAILED.rawValue)
        #expect(failure?.message.isEmpty == false)
    }

    private func jpeg() async throws -> [UInt8] {
        let clip = TestClip(
            name: "odd size", source: "testsrc2=size=322x246:rate=30", encoder: ["-pix_fmt", "yuv420p"])
        var encoder = JPEGEncoder()
        return try encoder.encode(try #require(try decode(try await clip.bytes()).first))
    }
}

extension DecodedJPEG {
    fileprivate var mean: Double { Double(pixels.reduce(0) { $0 + Int($1) }) / Double(pixels.count) }
}
