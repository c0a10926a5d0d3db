import ArgumentParser
import FaceRecognition
import Foundation

/// Measures recognition on people and clips of a folder, without network.
@main
struct AccuracyMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Accuracy",
        abstract: "Measures recognition on a folder of people and clips.",
        discussion: """
            The first photographs of each person in the order of their names are enrolled, the others are looked up. \
            A stranger is a person taken out of the gallery.
            """)

    @Argument(help: "The folder: faces/<set>/<person>/*.jpg, clips/meta.json and clips/*.h264.")
    var folder: String

    @Option(help: "The folder of the models.")
    var models = ".local/models"

    @Option(help: "The greatest distance at which a face is named; by the number of people unless given.")
    var threshold: Double?

    @Option(help: "How many frames of a clip are looked at, at most.")
    var frames = RecognitionSettings().maximumFrames

    @Option(help: "How far from the threshold a face is certain before all frames are looked at.")
    var certainty = RecognitionSettings().certainty

    @Option(help: "How many are enrolled for each clip: its person and the next by name; else all.")
    var gallery: Int?

    @Flag(help: "Prints JSON instead of tables.")
    var json = false

    func run() throws {
        var settings = RecognitionSettings()
        settings.threshold = threshold
        settings.maximumFrames = frames
        settings.certainty = certainty
        let data = try Dataset(folder: URL(filePath: folder))
        let models = try FaceModels(folder: models)
        let people = try data.people.sorted { $0.key < $1.key }.map { name, photographs in
            try PersonFaces(name: name, photographs: photographs, enrolling: 3, models: models)
        }
        let photographThreshold = settings.threshold(enrolled: people.count)
        var report = AccuracyReport(
            people: people.count, threshold: photographThreshold,
            refusedPhotographs: Dictionary(
                uniqueKeysWithValues: people.filter { !$0.refusals.isEmpty }.map {
                    ($0.name, $0.refusals.map(\.description))
                }),
            identification: [:], clips: [:])
        for count in [1, 3] {
            report.identification[count] = Identification(
                of: people, enrolling: count, threshold: photographThreshold)
        }
        let recognizer = ClipRecognizer(models: models, settings: settings)
        for clip in data.clips {
            let jpegs = try ClipAccuracy.frames(of: data.bytes(of: clip))
            try report.clips[clip.level, default: ClipAccuracy()].add(
                clip, frames: jpegs, recognizer: recognizer, gallery: gallery(of: clip, among: people))
        }
        print(json ? try report.json() : report.table())
    }

    /// The people who are enrolled while a clip is recognised.
    private func gallery(of clip: Dataset.Clip, among people: [PersonFaces]) -> Gallery {
        let first = people.firstIndex { $0.name == clip.person } ?? 0
        let ring = people[first...] + people[..<first]
        var enrolled = Gallery()
        for person in ring.prefix(max(0, gallery ?? people.count)) {
            enrolled.set(person.name, embeddings: person.enrolment)
        }
        return enrolled
    }
}
