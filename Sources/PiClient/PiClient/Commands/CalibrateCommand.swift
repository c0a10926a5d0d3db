import ArgumentParser
import Charts
import FaceMatching
import FoundationEssentials
import RollcallMessages
import RollcallServices

/// `rollcall calibrate`
struct CalibrateCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "calibrate",
        abstract: "Show what the threshold costs with your own people, and which one to set.",
        discussion: """
            Looks every enrolled face up as its person's and as a stranger's, in StudentDB: nothing is filmed. Faces \
            from the camera (`rollcall enroll NAME --camera`, `rollcall correct CLIP --is NAME`) count as much as \
            photographs, so the more of them there are, the more it says of your camera. It takes 100 faces of people with \
            two or more to suggest another threshold than the default. Two people who may be one are named.
            """)

    @Option(help: ArgumentHelp("The share of strangers that may be named.", valueName: "percent"))
    var strangers = 1.0

    @Option(help: ArgumentHelp("Where the curve is written, as SVG.", valueName: "file"))
    var picture = "calibration.svg"

    @Flag(help: "Write one JSON object.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
        guard (0...100).contains(strangers) else {
            throw ValidationError("--strangers takes a number from 0 to 100.")
        }
    }

    func run(_ context: CommandContext) async throws {
        var students: [Student] = []
        try await context.withStudentTable { students = try await $0.students() }
        let names = students.map(\.name)
        // The network that most faces were shown; those of two are not compared.
        let faces = students.flatMap(\.allFaces).reduce(into: [:]) { $0[$1.model, default: 0] += 1 }
        let model = faces.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? StoredEmbedding.firstModel
        if faces.count > 1 {
            context.console.notice(
                "Faces of several networks are stored; these are those of \(model), which has most.")
        }
        let calibration = Calibration(
            students.map { Calibration.Person($0, model: model) }, naming: .standard(of: model))
        guard calibration.ownFaces > 0, calibration.people > 1 else {
            for pair in CalibrationReport.lookalikes(calibration, names) {
                context.console.line("\(pair.text)")
            }
            context.console.notice(
                "It takes two people, and two photographs of one of them. Enroll more with `rollcall enroll`."
            )
            throw ExitCode.refused
        }
        let report = CalibrationReport(calibration, names: names, strangers: strangers / 100)
        do {
            try OutputFile.write(Array(report.chart().utf8), to: picture)
        } catch {
            context.console.notice("\(picture) cannot be written: \(error)")
            throw ExitCode.cannotCreate
        }
        if json {
            context.console.line(try DisplayText(json: report))
        } else {
            for line in report.lines() { context.console.line("\(line)") }
            context.console.line("The curve is in \(picture).")
        }
    }
}

extension Calibration.Person {
    init(_ student: Student, model: String) {
        self.init(
            faces: student.faces(of: model).compactMap(Embedding.init(normalizing:)),
            others: student.otherFaces(of: model).compactMap(Embedding.init(normalizing:)))
    }
}
