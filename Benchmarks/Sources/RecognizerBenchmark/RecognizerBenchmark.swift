import ArgumentParser
import FaceRecognition
import Foundation

/// Measures the parts of recognition on pictures, in milliseconds of processor time, and prints them as JSON.
/// `measure.py` runs it beside others.
@main
struct RecognizerBenchmark: ParsableCommand {
    @Option(help: "The folder of the models.")
    var models = ".local/models"

    @Option(help: "How often each picture is looked at.")
    var rounds = 5

    @Argument(help: "JPEGs of 640 x 480 pixels.")
    var pictures: [String]

    /// What is printed: for each figure, its measurements.
    private struct Report: Encodable {
        var instructionSet = FaceEmbedder.instructionSet
        /// Once a process: the models, and a gallery of 1,000 people with 3 embeddings each.
        var initialization: Double
        /// Once a process: the first picture, when nothing has been read of the models yet.
        var firstPicture: Double
        var detection: [Double] = []
        var followedDetection: [Double] = []
        var embedding: [Double] = []
        var named: [Double] = []
        /// Pictures in which a face is found, and those of them whose person is named.
        var faces = 0
        var right = 0
        /// The peak, in MiB.
        var residentMemory = 0.0
    }

    func run() throws {
        let files = try pictures.map { ($0, [UInt8](try Data(contentsOf: URL(filePath: $0)))) }

        let start = processorTime()
        let loaded = try FaceModels(folder: models)
        let length = Embedding.length * loaded.embedder.model.name.split(separator: "+").count
        let strangers = (0..<1000).map { person in
            (0..<3).map { Self.embedding(seed: 3 * person + $0, length: length) }
        }
        var gallery = Gallery()
        for (person, embeddings) in strangers.enumerated() {
            gallery.set("person \(person)", embeddings: embeddings.compactMap(Embedding.init(normalizing:)))
        }
        let recognizer = ClipRecognizer(models: loaded)
        let ready = processorTime()
        _ = try files.first.map { try recognizer.recognize([$0.1], gallery: gallery) }
        var report = Report(initialization: ready - start, firstPicture: processorTime() - ready)

        let people = try files.compactMap { name, jpeg -> (String, [UInt8], Embedding)? in
            try recognizer.portraitFace(in: jpeg).map { (name, jpeg, $0) }
        }
        for (name, _, embedding) in people { gallery.set(name, embeddings: [embedding]) }
        report.faces = people.count
        for round in 0..<rounds {
            for (name, jpeg, _) in people {
                try measureParts(of: jpeg, with: loaded, into: &report)
                let (time, recognition) = try measured { try recognizer.recognize([jpeg], gallery: gallery) }
                report.named.append(time)
                if round == 0, recognition.faces.contains(where: { $0.name == name }) { report.right += 1 }
            }
        }
        var usage = rusage()
        getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
        report.residentMemory = Double(usage.ru_maxrss) / 1024
        print(String(decoding: try JSONEncoder().encode(report), as: UTF8.self))
    }

    /// Measures a picture's first face, part by part.
    private func measureParts(of jpeg: [UInt8], with models: FaceModels, into report: inout Report) throws {
        let picture = try Picture(jpeg: jpeg, as: .rgb)
        let (detection, faces) = try measured { try models.detector.faces(in: picture) }
        report.detection.append(detection)
        guard let face = faces.first else { return }
        // As if it had moved by a tenth of its width.
        var moved = face.box
        moved.x += moved.width / 10
        moved.y -= moved.height / 10
        report.followedDetection.append(
            try measured { try models.detector.faces(in: picture, near: moved) }.time)
        report.embedding.append(
            try measured {
                let chip = try FaceChip(face.landmarks, in: picture, for: models.embedder)
                return try models.embedder.embedding(of: chip)
            }.time)
    }

    private func measured<Result>(_ body: () throws -> Result) rethrows -> (time: Double, result: Result) {
        let start = processorTime()
        let result = try body()
        return (processorTime() - start, result)
    }

    /// What this process has used of processors, in milliseconds: other processes do not count.
    private func processorTime() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) * 1e-6
    }

    /// Someone's face that is nobody's: the same numbers for the same seed.
    private static func embedding(seed: Int, length: Int) -> [Float] {
        var state = UInt64(seed) &* 0x9e37_79b9_7f4a_7c15 | 1
        return (0..<length).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Float(state >> 40) / Float(1 << 24) - 0.5
        }
    }
}
