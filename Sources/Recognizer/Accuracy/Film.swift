import FaceRecognition
import Foundation

/// A film's clips, each looked at by itself and once more as the functions do, which know the clip before: who is in
/// them must be the same.
struct Film: Encodable {
    private(set) var clips = 0
    /// Those whose people one frame confirmed.
    private(set) var confirmed = 0
    /// Those with the same names and as many strangers.
    private(set) var same = 0
    /// Those in which a far face was found after the answer.
    private(set) var late = 0
    private(set) var differences: [String] = []
    /// The frames that were looked at, and the time from JPEGs in memory, in milliseconds: by itself, and knowing.
    private(set) var frames = [0, 0]
    private(set) var milliseconds = [0.0, 0.0]

    /// The time of a clip, in milliseconds.
    private static let clipTime: Int64 = 500

    /// - Parameters:
    ///   - folder: Holds the clips, in the order of their names.
    ///   - times: How often each is played before the next one.
    init(folder: URL, times: Int, gallery: Gallery, recognizer: ClipRecognizer) throws {
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "h264" }.sorted { $0.path < $1.path }
        var familiar: FamiliarFaces?
        var confirmedFor: Int64 = 0
        for file in files {
            let (jpegs, order) = try ClipMeasurement.frames(of: [UInt8](try Data(contentsOf: file)))
            let clock = ContinuousClock()
            for _ in 0..<max(1, times) {
                let start = clock.now
                let alone = try recognizer.recognize(jpegs, order: order, gallery: gallery)
                let middle = clock.now
                var examination = recognizer.examination(
                    of: jpegs.count, order: order, gallery: gallery, familiar: familiar)
                while let frame = examination.nextFrame { try examination.look(at: jpegs[frame]) }
                let knowing = try examination.result()
                milliseconds[0] += (middle - start) / .milliseconds(1)
                milliseconds[1] += (clock.now - middle) / .milliseconds(1)
                frames[0] += alone.frames
                frames[1] += knowing.frames
                clips += 1
                confirmed += knowing.isConfirmed ? 1 : 0
                let isLate = try examination.missesAFace()
                late += isLate ? 1 : 0
                let names = [alone, knowing].map { $0.faces.map { $0.name ?? "?" }.sorted() }
                if names[0] == names[1] {
                    same += 1
                } else {
                    differences.append("\(file.lastPathComponent): \(names[0]), knowing \(names[1])")
                }
                confirmedFor = knowing.isConfirmed ? confirmedFor + Self.clipTime : 0
                let isFresh = confirmedFor < knowing.familiar?.lifetime ?? 0
                familiar = isLate || !isFresh ? nil : knowing.familiar
            }
        }
    }

    /// The lines that people read.
    var lines: [String] {
        func each(_ sum: Double) -> String {
            (sum / Double(max(1, clips))).formatted(.number.precision(.fractionLength(1)))
        }
        return [
            "\(clips) clips, of which one frame confirmed the people of \(confirmed); the same people in \(same)",
            "a far face that only the next clip says: in \(late)",
            "frames a clip: \(each(Double(frames[0]))) by itself, \(each(Double(frames[1]))) knowing the one before",
            "time a clip: \(each(milliseconds[0])), \(each(milliseconds[1])) ms",
        ] + differences
    }
}
