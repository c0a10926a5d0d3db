import CDlibReference
import FaceRecognition
import Foundation
import TestSupport
import Testing

/// Our search and landmarks beside dlib's.
@Suite(.enabled(if: Repository.models != nil, Comment(rawValue: DlibReference.missing)))
struct FaceSearchTests {
    private let models: URL

    init() throws {
        models = try #require(Repository.models)
    }

    /// Noise, the demo's photographs, and frames of the development set with and without faces.
    private func pictures() throws -> [Picture] {
        var random = SplitMix(state: 2)
        let noise = (0..<(200 * 150)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        var pictures = [
            try #require(Picture(format: .grey, width: 200, height: 150, pixels: noise)),
            try #require(Picture(format: .grey, width: 7, height: 300, pixels: Array(noise.prefix(2100)))),
        ]
        var folders = [Repository.root.appending(path: ".local/photographs")]
        if let shared = Repository.shared {
            folders += ["frames640", "noface"].map { shared.appending(path: "data/faces/\($0)") }
        } else {
            print("Without development frames: \(Repository.sharedMissing)")
        }
        for folder in folders {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
            // dlib's own search takes its time in a debug build.
            for name in names.filter({ $0.hasSuffix(".jpg") }).sorted().prefix(25) {
                let jpeg = [UInt8](try Data(contentsOf: folder.appending(path: name)))
                pictures.append(try Picture(jpeg: jpeg, as: .grey, maximumSide: 1000))
            }
        }
        return pictures
    }

    private func dlibsFaces(in picture: Picture) throws -> [CDlibReferenceFace] {
        var faces = [CDlibReferenceFace](repeating: CDlibReferenceFace(), count: 64)
        let count = CDlibReference_find(
            models.appending(path: "face_detector.dat").path,
            models.appending(path: "shape_predictor_5_face_landmarks.dat").path, picture.pixels,
            Int32(picture.width), Int32(picture.height), &faces, 64)
        try #require(count >= 0)
        return Array(faces.prefix(Int(count)))
    }

    @Test func facesAndLandmarksAreDlibs() throws {
        let detector = try FaceDetector(path: models.appending(path: "face_detector.dat").path)
        let predictor = try LandmarkPredictor(path: models.appending(path: "face_landmarks.trees").path)
        var (count, greatest) = (0, 0.0)
        for picture in try pictures() {
            let faces = try detector.faces(in: picture)
            let expected = try dlibsFaces(in: picture)
            #expect(faces.count == expected.count)
            for (face, other) in zip(faces, expected) {
                #expect(
                    face.box
                        == FaceBox(
                            x: Int(other.left), y: Int(other.top), width: Int(other.right - other.left) + 1,
                            height: Int(other.bottom - other.top) + 1))
                greatest = max(greatest, abs(face.score - other.score))
                let points = try predictor.landmarks(of: face.box, in: picture).points
                let coordinates = points.flatMap { [Int32($0.x), Int32($0.y)] }
                #expect(
                    coordinates == withUnsafeBytes(of: other.points) { Array($0.bindMemory(to: Int32.self)) })
                count += 1
            }
        }
        print("\(count) faces; scores at most \(greatest) from dlib's")
        #expect(greatest < 1e-4)
    }

    /// A face that is cut off, far outside, or larger than the picture has landmarks somewhere, and none crashes.
    @Test func landmarksOfAnyBox() throws {
        let predictor = try LandmarkPredictor(path: models.appending(path: "face_landmarks.trees").path)
        let picture = try #require(Picture(format: .grey, width: 1, height: 1, pixels: [9]))
        for box in [
            FaceBox(x: 0, y: 0, width: 1, height: 1), FaceBox(x: -500, y: 900, width: 80, height: 80),
            FaceBox(x: -40_000, y: -40_000, width: 80_000, height: 80_000),
        ] {
            #expect(try predictor.landmarks(of: box, in: picture).points.count == 5)
        }
        let endless = FaceBox(x: .max / 2, y: .min / 2, width: 80, height: 80)
        #expect(throws: ModelError.self) { try predictor.landmarks(of: endless, in: picture) }
        let colours = try #require(Picture(format: .rgb, width: 1, height: 1, pixels: [1, 2, 3]))
        #expect(throws: ModelError.self) {
            try predictor.landmarks(of: FaceBox(x: 0, y: 0, width: 1, height: 1), in: colours)
        }
    }

    /// A landmark file that is cut, or damaged anywhere, is refused or used without a crash.
    @Test func damagedLandmarkFiles() throws {
        let whole = try Data(contentsOf: models.appending(path: "face_landmarks.trees"))
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "damaged.trees")
        let picture = try #require(
            Picture(format: .grey, width: 64, height: 64, pixels: Array(repeating: 7, count: 64 * 64)))
        let box = FaceBox(x: 0, y: 0, width: 64, height: 64)

        for length in [0, 1, 8, 31, 32, 71, 72, whole.count / 2, whole.count - 1, whole.count + 1] {
            try (whole.prefix(length) + Data(count: max(0, length - whole.count))).write(to: path)
            #expect(throws: ModelError.self) { try LandmarkPredictor(path: path.path) }
        }
        // The numbers of the header, each too small and too large.
        for offset in stride(from: 0, to: 32, by: 4) {
            for value: UInt32 in [0, 1, 0x7fff_ffff, .max] {
                var file = whole
                withUnsafeBytes(of: value) { file.replaceSubrange(offset..<(offset + 4), with: $0) }
                guard file != whole else { continue }
                try file.write(to: path)
                #expect(throws: ModelError.self, "\(value) at \(offset)") {
                    try LandmarkPredictor(path: path.path)
                }
            }
        }
        var random = SplitMix(state: 3)
        for byte: UInt8? in [0xff, 0x7f, 0x80, nil] {
            var file = whole
            for index in file.indices.dropFirst(32) {
                file[index] = byte ?? UInt8(truncatingIfNeeded: random.next())
            }
            try file.write(to: path)
            let predictor = try LandmarkPredictor(path: path.path)
            _ = try? predictor.landmarks(of: box, in: picture)
        }
        #expect(throws: ModelError.self) { try LandmarkPredictor(path: folder.path) }
        #expect(throws: ModelError.self) { try LandmarkPredictor(path: path.path + ".missing") }
    }
}
