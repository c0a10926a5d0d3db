import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct PictureOrientationTests {
    private static let pillow = Python.interpreter(importing: "PIL")

    /// A photograph as a camera stores it that is held in this way; Pillow says that it is the same one.
    private func photograph(held orientation: Int) async throws -> [UInt8] {
        let script = """
            import io, sys
            from PIL import Image, ImageOps
            T = Image.Transpose
            turns = [None, T.FLIP_LEFT_RIGHT, T.ROTATE_180, T.FLIP_TOP_BOTTOM, T.TRANSPOSE, T.ROTATE_90, T.TRANSVERSE,
                     T.ROTATE_270]
            orientation = int(sys.argv[2])
            original = Image.open(sys.argv[1])
            turn = turns[orientation - 1]
            exif = Image.Exif()
            exif[0x0112] = orientation
            exif[0x010E] = "a description comes first"
            file = io.BytesIO()
            (original.transpose(turn) if turn is not None else original).save(file, "JPEG", quality=97, exif=exif)
            assert ImageOps.exif_transpose(Image.open(file)).size == original.size
            sys.stdout.buffer.write(file.getvalue())
            """
        let original = (TestModels.photographs ?? Repository.root).appending(path: "obama2.jpg").path
        let result = try await Subprocess.run(
            try #require(Self.pillow), ["-c", script, original, "\(orientation)"])
        #expect(result.status == 0, "\(result.errorText)")
        return result.output
    }

    @Test(
        .enabled(if: pillow != nil, "no Pillow: run scripts/setup"),
        arguments: 1...8)
    func aPhotographIsTurnedUprightBeforeItIsJudged(orientation: Int) async throws {
        let gate = EnrollmentGate(models: try TestModels.loaded.get())
        let stored = try await photograph(held: orientation)
        #expect(PictureOrientation(jpeg: stored).rawValue == UInt16(orientation))
        let verdicts = try gate.judge(
            [TestModels.photograph("obama2.jpg"), stored], of: "Barack Obama", gallery: Gallery())
        let (original, turned) = (try verdicts[0].get(), try verdicts[1].get())
        // Compressing anew and scaling other pixels changes a little.
        #expect(original.distance(to: turned) < 0.1)
    }

    /// A frame may be a phone's picture, too.
    @Test(
        .enabled(if: pillow != nil, "no Pillow: run scripts/setup"),
        arguments: [3, 6, 8])
    func aFrameIsTurnedUprightBeforeItIsLookedAt(orientation: Int) async throws {
        let recognizer = ClipRecognizer(models: try TestModels.loaded.get())
        let upright = try recognizer.recognize([TestModels.photograph("obama2.jpg")], gallery: Gallery())
        let turned = try recognizer.recognize([await photograph(held: orientation)], gallery: Gallery())
        #expect(turned.faces.count == upright.faces.count)
        let (face, other) = (try #require(upright.faces.first), try #require(turned.faces.first))
        #expect(abs(face.box.x - other.box.x) < face.box.width / 4)
        #expect(abs(face.box.y - other.box.y) < face.box.height / 4)
        let distance = try #require(face.embedding).distance(to: #require(other.embedding))
        #expect(distance < recognizer.model.namingThreshold.least)
    }

    @Test func readsBothByteOrders() {
        let big: [UInt8] = [
            0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0,
        ]
        #expect(PictureOrientation(jpeg: jpeg(exif: big)) == .left)
        let little: [UInt8] = [
            0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, 8, 0, 0, 0,
        ]
        #expect(PictureOrientation(jpeg: jpeg(exif: little)) == .right)
        // Cut anywhere, it says nothing, and breaks nothing.
        for count in 0..<little.count - 2 {
            #expect(PictureOrientation(jpeg: jpeg(exif: Array(little.prefix(count)))) == .upright)
        }
        for count in 0..<jpeg(exif: big).count {
            _ = PictureOrientation(jpeg: Array(jpeg(exif: big).prefix(count)))
        }
    }

    private func jpeg(exif: [UInt8]) -> [UInt8] {
        let contents = Array("Exif".utf8) + [0, 0] + exif
        return [0xFF, 0xD8, 0xFF, 0xE1, 0, UInt8(contents.count + 2)] + contents + [0xFF, 0xDA]
    }
}
