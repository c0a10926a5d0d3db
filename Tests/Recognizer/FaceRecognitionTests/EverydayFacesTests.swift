import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

/// Faces as people hold and cover them: each is found, and named or unknown, never somebody else's. There are no
/// photographs of it among those that set-up fetches: three photographs of two people are turned, narrowed, and painted
/// over.
@Suite(.enabled(if: TestModels.areAvailable, Comment(rawValue: TestModels.missing)))
struct EverydayFacesTests {
    private let models: FaceModels
    private let recognizer: ClipRecognizer
    private let gallery: Gallery

    init() throws {
        models = try TestModels.loaded.get()
        recognizer = ClipRecognizer(models: models)
        gallery = try TestModels.gallery(["Barack Obama": "obama.jpg", "Joe Biden": "biden.jpg"])
    }

    private static let people = [
        "obama2.jpg": "Barack Obama", "obama3.jpg": "Barack Obama", "biden.jpg": "Joe Biden",
    ]

    /// A photograph as FFmpeg's filter makes it, as high as a camera's picture, with the face in the middle.
    private func frame(_ photograph: String, _ filter: String) async throws -> [UInt8] {
        let path = (TestModels.photographs ?? Repository.root).appending(path: photograph).path
        let made = try await Subprocess.run(
            "ffmpeg",
            ["-v", "error", "-i", path, "-vf", "scale=-2:720,\(filter)", "-q:v", "3", "-f", "mjpeg", "-"])
        try #require(made.status == 0, "\(made.errorText)")
        return made.output
    }

    private func face(in photograph: String) async throws -> DetectedFace {
        let picture = try Picture(jpeg: try await frame(photograph, "null"), as: .rgb)
        return try #require(try models.detector.faces(in: picture).max { $0.box.width < $1.box.width })
    }

    /// What is said of a changed photograph's largest face; fails where there is none, or it has another's name.
    private func name(
        _ photograph: String, _ filter: String, sourceLocation: SourceLocation = #_sourceLocation
    )
        async throws -> String?
    {
        let frames = Array(repeating: try await frame(photograph, filter), count: 5)
        let faces = try recognizer.recognize(frames, gallery: gallery).faces
        #expect(!faces.isEmpty, "\(photograph) \(filter): nobody is found", sourceLocation: sourceLocation)
        let right = Self.people[photograph]
        #expect(
            faces.allSatisfy { $0.name == nil || $0.name == right },
            "\(photograph) \(filter): \(faces.map(\.name))", sourceLocation: sourceLocation)
        return faces.first?.name
    }

    /// The whole picture is turned. To 20 degrees the person is named; at 30 found, and may be unknown.
    @Test(arguments: ["obama2.jpg", "obama3.jpg", "biden.jpg"], [-30, -20, -10, 10, 20, 30])
    func aTiltedHeadIsNamed(photograph: String, degrees: Int) async throws {
        let filter = "rotate=\(degrees)*PI/180:ow=hypot(iw\\,ih):oh=ow:fillcolor=gray"
        let name = try await name(photograph, filter)
        if abs(degrees) <= 20 { #expect(name == Self.people[photograph]) }
    }

    /// A picture that is narrowed to 0.7 is as wide as a head that is turned by 45 degrees. It still shows both
    /// cheeks, and the nose in the middle: a head that turns would show less.
    @Test(arguments: ["obama2.jpg", "obama3.jpg", "biden.jpg"])
    func aNarrowedFaceIsNobodyElses(photograph: String) async throws {
        for width in [0.85, 0.7] { _ = try await name(photograph, "scale=iw*\(width):ih") }
    }

    /// The mask is a rectangle of one color from the nose to the chin.
    @Test(arguments: ["obama2.jpg", "obama3.jpg", "biden.jpg"])
    func aMaskedFaceIsNobodyElses(photograph: String) async throws {
        let face = try await face(in: photograph)
        let nose = Int(face.landmarks.points[2].y)
        let mask =
            "drawbox=x=\(face.box.x):y=\(nose):w=\(face.box.width):h=\(face.box.y + face.box.height - nose)"
        for color in ["lightblue", "black", "white"] {
            _ = try await name(photograph, "\(mask):color=\(color):t=fill")
        }
    }

    /// Two black rectangles: their outlines as a frame, filled as sunglasses.
    @Test(arguments: ["obama2.jpg", "obama3.jpg", "biden.jpg"])
    func glassesMakeNobodyElse(photograph: String) async throws {
        let points = try await face(in: photograph).landmarks.points
        let side = Int((points[1].x - points[0].x) * 0.8)
        func glass(_ point: FaceLandmarks.Point, _ thickness: String) -> String {
            "drawbox=x=\(Int(point.x) - side / 2):y=\(Int(point.y) - side / 3):w=\(side):h=\(side * 2 / 3)"
                + ":color=black:t=\(thickness)"
        }
        for thickness in ["3", "fill"] {
            let filter = points.prefix(2).map { glass($0, thickness) }.joined(separator: ",")
            _ = try await name(photograph, filter)
        }
    }

    /// Gray bars, as if something in front hid a part of the face: a quarter at either side; a fifth at the top, which
    /// is what a cap would hide, and at the bottom.
    @Test(arguments: ["obama2.jpg", "obama3.jpg", "biden.jpg"])
    func aFaceThatIsHiddenInPartIsNobodyElses(photograph: String) async throws {
        let box = try await face(in: photograph).box
        for (x, y, width, height) in [
            (0.0, 0.0, 0.25, 1.0), (0.75, 0, 0.25, 1), (0, 0, 1, 0.2), (0, 0.8, 1, 0.2),
        ] {
            let (left, top) = (Double(box.x) + x * Double(box.width), Double(box.y) + y * Double(box.height))
            _ = try await name(
                photograph,
                "drawbox=x=\(Int(left)):y=\(Int(top)):w=\(Int(width * Double(box.width)))"
                    + ":h=\(Int(height * Double(box.height))):color=gray:t=fill")
        }
    }

    /// Two faces, where the one's picture hides a tenth of the other: both are found, each by itself.
    @Test func facesThatOverlapAreTwo() async throws {
        let left = try await face(in: "biden.jpg").box
        let right = try await face(in: "obama3.jpg").box
        let folder = (TestModels.photographs ?? Repository.root).path
        // Both as they are at 720 pixels; the second is cut so that it begins a tenth of its width left of its face.
        let cut =
            "scale=-2:720,crop=\(right.width * 6 / 5):\(right.height * 3 / 2):\(right.x - right.width / 10)"
            + ":\(right.y - right.height / 4)"
        let place = "overlay=\(left.x + left.width * 9 / 10):\(max(0, left.y - right.height / 4))"
        let made = try await Subprocess.run(
            "ffmpeg",
            [
                "-v", "error", "-i", "\(folder)/biden.jpg", "-i", "\(folder)/obama3.jpg", "-filter_complex",
                "[0:v]scale=-2:720,pad=iw*2:ih[room];[1:v]\(cut)[other];[room][other]\(place)",
                "-frames:v", "1", "-q:v", "3", "-f", "mjpeg", "-",
            ])
        try #require(made.status == 0, "\(made.errorText)")
        let faces = try recognizer.recognize(Array(repeating: made.output, count: 5), gallery: gallery).faces
        #expect(Set(faces.map(\.name)) == ["Joe Biden", "Barack Obama"])
    }

    /// How a camera is mounted, as FFmpeg's filter turns its pictures, and the orientation that they state if the
    /// camera's rotation is set.
    private static let mountings: [String: PictureOrientation] = [
        "transpose=1": .right, "transpose=2": .left, "hflip,vflip": .upsideDown,
    ]

    /// The JPEG with an Exif part that states the orientation.
    private static func stating(_ orientation: PictureOrientation, in jpeg: [UInt8]) -> [UInt8] {
        let value = UInt8(truncatingIfNeeded: orientation.rawValue)
        // A TIFF file with one directory of one entry: tag 0x0112, a short, once.
        let header: [UInt8] = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1]
        let entry: [UInt8] = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0]
        var content: [UInt8] = Array("Exif".utf8)
        for part: [UInt8] in [[0, 0], header, entry, [0, 0, 0, 0]] { content += part }
        let marker: [UInt8] = [0xff, 0xe1, 0, UInt8(truncatingIfNeeded: content.count + 2)]
        var stated = Array(jpeg.prefix(2))
        stated += marker
        stated += content
        stated += jpeg.dropFirst(2)
        return stated
    }

    /// Where a camera's rotation is set, its photographs say how they must be turned: the person is found, as upright.
    /// (Its clips say it, too, and the Extractor turns their frames: TurnedClipTests.)
    @Test(arguments: ["transpose=1", "transpose=2", "hflip,vflip"])
    func aTurnedCameraThatSaysSoFindsThePerson(turn: String) async throws {
        let orientation = try #require(Self.mountings[turn])
        for (photograph, name) in Self.people {
            let turned = Self.stating(orientation, in: try await frame(photograph, turn))
            let found = try recognizer.portraitFace(in: turned)
            let face = try #require(found, "\(photograph) \(turn): nobody is found")
            #expect(gallery.nearest(to: face, limit: 1).first?.name == name)
            let original = try recognizer.portraitFace(in: try await frame(photograph, "null"))
            let upright = try #require(original)
            #expect(face.distance(to: upright) < recognizer.threshold(in: gallery) / 2)
        }
    }

    /// One whose rotation is not set finds nobody, or names the right one.
    @Test(arguments: ["transpose=1", "transpose=2", "hflip,vflip"])
    func aTurnedCameraThatSaysNothingNamesNobodyWrongly(turn: String) async throws {
        for photograph in Self.people.keys {
            let frames = Array(repeating: try await frame(photograph, turn), count: 5)
            let faces = try recognizer.recognize(frames, gallery: gallery).faces
            #expect(faces.allSatisfy { $0.name == nil || $0.name == Self.people[photograph] })
        }
    }
}
