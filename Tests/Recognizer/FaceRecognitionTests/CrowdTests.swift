import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

/// A picture with more faces than are looked at.
@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct CrowdTests {
    @Test func aPictureHasTwoHundredFacesAtMost() async throws {
        let detector = try TestModels.loaded.get().detector
        let portrait = try Picture(jpeg: TestModels.photograph("obama.jpg"), as: .rgb)
        let face = try #require(try detector.faces(in: portrait).first).box
        let side = max(face.width, face.height) * 3 / 2
        let (x, y) = (face.x + face.width / 2 - side / 2, face.y + face.height / 2 - side / 2)
        // 220 of them, 64 pixels high.
        let filter = "crop=\(side):\(side):\(max(x, 0)):\(max(y, 0)),scale=96:96,loop=219:1,tile=20x11"
        let source = (TestModels.photographs ?? Repository.root).appending(path: "obama.jpg").path
        let crowd = try await Subprocess.run(
            "ffmpeg",
            [
                "-v", "error", "-i", source, "-vf", filter, "-frames:v", "1", "-q:v", "2", "-f", "mjpeg",
                "-",
            ])
        #expect(crowd.status == 0, "\(crowd.errorText)")
        let faces = try detector.faces(in: Picture(jpeg: crowd.output, as: .rgb))
        #expect(faces.count == FaceDetector.maximumFaces)
        // The surest are kept, the surest first.
        #expect(zip(faces, faces.dropFirst()).allSatisfy { $0.score >= $1.score })
    }
}
