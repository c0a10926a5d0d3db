import ArgumentParser
import FaceRecognition
import Foundation

/// Measures recognition on people and clips of a folder, without network, beside a peer.
@main
struct AccuracyMain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "Accuracy",
        abstract: "Measures recognition on a folder of people and clips.",
        discussion: """
            The first three photographs of each person in the order of their names are enrolled, the others are \
            looked up. Strangers are people who are not in the gallery.
            """)

    @Argument(help: "The folder: faces/<set>/<person>/*.jpg, clips/meta.json and clips/*.h264.")
    var folder: String

    @Option(help: "The folder of the models.")
    var models = ".local/models"

    @Option(
        help: ArgumentHelp(
            "The Python of an environment with face_recognition, to be measured in the same run.",
            valueName: "python"))
    var peer: String?

    @Option(help: "The script that encodes faces in it.")
    var peerScript = "Benchmarks/peers/encode.py"

    @Option(help: "The greatest distance at which a face is named; else by the network's own rule.")
    var threshold: Double?

    @Option(help: "How many people are in the small gallery.")
    var gallery = 20

    @Option(help: ArgumentHelp("Where the picture is written.", valueName: "file"))
    var picture: String?

    @Flag(help: "Does not look at uncertain faces in the mirror.")
    var withoutMirror = false

    @Flag(help: "Photographs only.")
    var withoutClips = false

    @Flag(help: "Rooms only.")
    var onlyGroups = false

    @Flag(help: "Large galleries only.")
    var onlyLarge = false

    @Option(
        help: ArgumentHelp(
            "A folder of clips that follow one another, with the class of the rooms: only whether they are answered the "
                + "same where the clip before is known.",
            valueName: "folder"))
    var film: String?

    @Option(help: "How often each clip of the film is played before the next one.")
    var times = 1

    @Flag(help: "Prints JSON instead of tables.")
    var json = false

    private static let enrolled = 3

    /// Rooms, with a class enrolled by three photographs each; nil where the data have none.
    private func groups(
        _ recognizer: ClipRecognizer, models: FaceModels, data: Dataset
    ) throws -> GroupMeasurement? {
        let folder = URL(filePath: folder)
        guard let groups = try Groups(folder: folder) else { return nil }
        return try GroupMeasurement(
            groups, folder: folder, gallery: try gallery(of: groups, models: models, data: data),
            recognizer: recognizer)
    }

    private func gallery(of groups: Groups, models: FaceModels, data: Dataset) throws -> Gallery {
        let gate = EnrollmentGate(models: models)
        var gallery = Gallery()
        for name in groups.members {
            let files = try (data.people[name] ?? []).prefix(Self.enrolled).map {
                [UInt8](try Data(contentsOf: $0))
            }
            gallery.set(
                name,
                embeddings: try gate.judge(files, of: name, gallery: Gallery()).compactMap { try? $0.get() })
        }
        return gallery
    }

    private func large(
        _ data: Dataset, models: FaceModels, _ recognizer: ClipRecognizer
    ) throws -> LargeGalleries {
        try LargeGalleries(data, enrolling: Self.enrolled, models: models, recognizer: recognizer)
    }

    /// Says what is done next: the whole takes many minutes. On standard error, so that the tables stay alone.
    private func announce(_ step: String) {
        FileHandle.standardError.write(Data("\(step) …\n".utf8))
    }

    func run() throws {
        var settings = RecognitionSettings()
        settings.threshold = threshold
        settings.mirrorsUncertainFaces = !withoutMirror
        let data = try Dataset(folder: URL(filePath: folder))
        let models = try FaceModels(folder: models)
        let encoder = peer.map { PeerEncoder(python: $0, script: peerScript) }
        let recognizer = ClipRecognizer(models: models, settings: settings)
        if let film {
            guard let groups = try Groups(folder: URL(filePath: folder)) else {
                throw ValidationError("There are no groups in \(folder).")
            }
            let measured = try Film(
                folder: URL(filePath: film), times: times,
                gallery: try gallery(of: groups, models: models, data: data), recognizer: recognizer)
            print(json ? try AccuracyReport.json(measured) : measured.lines.joined(separator: "\n"))
            return
        }
        if onlyGroups {
            let groups = try groups(recognizer, models: models, data: data)
            print(
                groups.map(AccuracyReport.groups)?.joined(separator: "\n")
                    ?? "There are no groups in \(folder).")
            return
        }
        if onlyLarge {
            print(AccuracyReport.large(try large(data, models: models, recognizer)).joined(separator: "\n"))
            return
        }
        var refusals: [String: [String]] = [:]
        announce("Photographs of \(data.people.count) people")
        var systems = [
            try RecognitionSystem.rollcall(
                data, enrolling: Self.enrolled, models: models, settings: settings, refusals: &refusals)
        ]
        if let encoder {
            announce("The same by face_recognition")
            systems.append(try .peer(data, enrolling: Self.enrolled, encoder: encoder))
        }
        let galleries = data.people.count > gallery ? [gallery, nil] : [nil]
        if !withoutClips { announce("Clips" + (encoder == nil ? "" : ", by both")) }
        let clips =
            withoutClips
            ? nil
            : try ClipMeasurement(
                data, systems: systems, galleries: galleries, enrolling: Self.enrolled,
                recognizer: recognizer, encoder: encoder)
        if !withoutClips { announce("Rooms") }
        let groups = withoutClips ? nil : try groups(recognizer, models: models, data: data)
        if !data.many.isEmpty { announce("Galleries of \(data.many.count) people") }
        let report = AccuracyReport(
            people: data.people.count, photographs: Self.enrolled, refusedPhotographs: refusals,
            systems: systems.map { system in
                AccuracyReport.System(
                    name: system.name, verification: Verification(system),
                    identification: galleries.flatMap { size in
                        [1, Self.enrolled].map { Identification(system, gallery: size, enrolling: $0) }
                    },
                    clips: clips?.rows[system.name] ?? [:])
            },
            groups: groups,
            large: data.many.isEmpty ? nil : try large(data, models: models, recognizer),
            models: [models.detector.model.name, models.embedder.model.name])
        print(json ? try report.json() : report.table())
        if let picture {
            try Data(report.chart().utf8).write(to: URL(filePath: picture))
            FileHandle.standardError.write(Data("The curves are in \(picture).\n".utf8))
        }
    }
}
