import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall corrections`
struct CorrectionsCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "corrections", abstract: "List what was said of past results.")

    @Argument(help: "Only of this person.")
    var name: String?

    @Flag(help: "Write one JSON object a line.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
        if let name { _ = try PersonName(argument: name) }
    }

    func run(_ context: CommandContext) async throws {
        try await context.withStudentTable { table in
            let students =
                if let name {
                    try await [table.student(named: PersonName(argument: name))].compactMap(\.self)
                } else {
                    try await table.students().sorted { $0.name < $1.name }
                }
            let lines = students.flatMap { student in student.corrections.map { Line(student.name, $0) } }
            for line in lines {
                context.console.line(json ? try DisplayText(json: line) : line.text)
            }
            if lines.isEmpty { context.console.notice("Nothing was corrected.") }
        }
    }

    private struct Line: Encodable {
        let name: PersonName
        let verdict: Correction.Verdict
        let clip: String
        let face: FaceReference
        let time: Int64

        init(_ name: PersonName, _ correction: Correction) {
            self.name = name
            (verdict, clip, face) = (correction.verdict, correction.clip, correction.face)
            time = correction.time
        }

        var text: DisplayText {
            "\(clip)\t\(face)\t\(verdict == .isPerson ? "is" : "is not")\t\(name.text)"
        }
    }
}
