import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall students set`
struct StudentsSetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Change a student's id, major, year or groups.",
        discussion: "What is not given stays; an empty text removes what is stored.")

    @Argument(help: "The student's name.")
    var name: String

    @Option(help: "The number in the school's books.")
    var id: String?

    @Option(help: "The major.")
    var major: String?

    @Option(help: "The year.")
    var year: String?

    @Option(help: ArgumentHelp("All groups, such as \"algebra, logic\".", valueName: "names"))
    var groups: String?

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
        var student = Student(name: try PersonName(argument: name))
        guard id != nil || major != nil || year != nil || groups != nil else {
            throw ValidationError("Say what to change: --id, --major, --year or --groups.")
        }
        try change(&student)
    }

    func run(_ context: CommandContext) async throws {
        let name = try PersonName(argument: name)
        try await context.withStudentTable { table in
            guard var student = try await table.student(named: name) else {
                context.console.notice("\(name) is not in \(table.name).")
                throw ExitCode.refused
            }
            try change(&student)
            try await table.setDetails(of: student)
            context.console.line("changed \(name)")
        }
    }

    private func change(_ student: inout Student) throws(ValidationError) {
        if id != nil { student.id = try Student.detail(id, of: "The id") }
        if major != nil { student.major = try Student.detail(major, of: "The major") }
        if year != nil { student.year = try Student.detail(year, of: "The year") }
        guard let groups else { return }
        do throws(TextError) {
            student.groups = try GroupList.groups(GroupList.names(in: groups))
        } catch {
            throw ValidationError("The groups cannot be used: \(error).")
        }
    }
}
