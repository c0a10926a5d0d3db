import FaceRecognition
import FaceTestSupport
import Foundation
import TestSupport
import Testing

/// Faces as people hold and cover them: each is found, and named or unknown, never somebody else's.
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

    /// To 20 degrees it is named; at 30 it is found, and may be unknown.
    @Test(arguments: ["obama2.jpg", "obama3.jpg", "biden.jpg"], [-30, -20, -10, 10, 20, 30])
    func aTiltedHeadIsNamed(photograph: String, degrees: Int) async throws {
        let filter = "rotate=\(degrees)*PI/180:ow=hypot(iw\\,ih):oh=ow:fillcolor=gray"
        let name = try await name(photograph, filter)
        if abs(degrees) <= 20 { #expect(name == Self.people[photograph]) }
    }

    /// As far as narrowing a picture is turning: 45 degrees have a width of 0.7.
    @Test(arguments: ["obama2.jpg", "obama3.jpg", "biden.jpg"])
    func aTurnedHeadIsNobodyElses(photograph: String) async throws {
        for width in [0.85, 0.7] { _ = try await name(photograph, "scale=iw*\(width):ih") }
    }

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

    /// Somebody in front hides a part of the face.
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

    /// Two faces of which one hides a fifth of the other: both are found, each by itself.
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

    /// A camera that is mounted upside down or on its side, and says so, is turned before; one that does not finds
    /// nobody wrongly.
    @Test(arguments: ["transpose=1", "transpose=2", "hflip,vflip"])
    func aTurnedCameraNamesNobodyWrongly(turn: String) async throws {
        for photograph in Self.people.keys {
            let frames = Array(repeating: try await frame(photograph, turn), count: 5)
            let faces = try recognizer.recognize(frames, gallery: gallery).faces
            #expect(faces.allSatisfy { $0.name == nil || $0.name == Self.people[photograph] })
        }
    }
}
