import CFaceEmbedding
import FaceRecognition
import Foundation
import TestSupport

/// Aligned faces, and what is none.
enum FaceChips {
    /// Black, white, noise, and waves of all lengths: 50.
    static var synthetic: [[UInt8]] {
        let count = Int(CFaceChipBytes)
        var chips = [[UInt8](repeating: 0, count: count), [UInt8](repeating: 255, count: count)]
        var random = SplitMix(state: 1)
        for _ in 0..<8 {
            chips.append((0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        }
        for length in 1...40 {
            chips.append(wave(length: Double(length) * 2))
        }
        return chips
    }

    private static func wave(length: Double) -> [UInt8] {
        let side = Int(CFaceChipSide)
        var chip: [UInt8] = []
        chip.reserveCapacity(Int(CFaceChipBytes))
        for row in 0..<side {
            for column in 0..<side {
                let height = sin(Double(column) / length) * cos(Double(row) / length * 1.5)
                for colour in 0..<3 { chip.append(UInt8(128 + height * Double(120 - 40 * colour))) }
            }
        }
        return chip
    }

    /// The faces in the first photograph of each development person; none where the test data is missing.
    static func real() throws -> [[UInt8]] {
        guard let models = Repository.models, let shared = Repository.shared else { return [] }
        let detector = try FaceDetector(path: models.appending(path: "face_detector.dat").path)
        let predictor = try LandmarkPredictor(path: models.appending(path: "face_landmarks.trees").path)
        let people = shared.appending(path: "data/faces/lfw")
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: people.path) else { return [] }
        return try names.sorted().prefix(60).flatMap { name in
            let photograph = people.appending(path: "\(name)/\(name)_0001.jpg")
            guard let jpeg = try? [UInt8](Data(contentsOf: photograph)) else { return [[UInt8]]() }
            let grey = try Picture(jpeg: jpeg, as: .grey)
            let colour = try Picture(jpeg: jpeg, as: .rgb)
            return try detector.faces(in: grey).map { face in
                try FaceChip(try predictor.landmarks(of: face.box, in: grey), in: colour).pixels
            }
        }
    }
}

/// Random numbers that are the same in every run (Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", 2014).
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
