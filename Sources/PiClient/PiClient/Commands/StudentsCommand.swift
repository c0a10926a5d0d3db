import AWSClients
import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall students`
struct StudentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "students",
        abstract: "Import, list and remove students.",
        subcommands: [StudentsImportCommand.self, StudentsListCommand.self, StudentsRemoveCommand.self])
}

/// `rollcall students import`
struct StudentsImportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Store the names, majors and years of a file.",
        discussion: """
            The file is JSON, [{"name":…,"major":…,"year":…}], or CSV with a header line of name,major,year. \
            Students of the same name are updated; enrolled faces stay.
            """)

    @Argument(help: "A .json or .csv file.")
    var file: String

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        let students = try StudentFile(path: file).students
        try await context.withStudentTable { table in
            try await table.importStudents(students)
            context.console.line("\(students.count) students imported into \(table.name)")
        }
    }
}

/// `rollcall students list`
struct StudentsListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show all students and how many photographs each is enrolled by.")

    @Flag(help: "Write one JSON object a line.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        try await context.withStudentTable { table in
            let students = try await table.students().sorted { $0.name < $1.name }
            for student in students { context.console.line(try line(for: student)) }
            guard students.isEmpty else { return }
            context.console.notice("\(table.name) is empty. Add students with `rollcall students import`.")
        }
    }

    private struct Line: Encodable {
        let name: String
        let major: String?
        let year: String?
        let photographs: Int
    }

    private func line(for student: Student) throws -> DisplayText {
        guard json else {
            let photographs = Photograph.count(student.embeddings.count)
            return "\(student.name)\t\(student.major ?? "-")\t\(student.year ?? "-")\t\(photographs)"
        }
        return try DisplayText(
            json: Line(
                name: student.name, major: student.major, year: student.year,
                photographs: student.embeddings.count))
    }
}

/// `rollcall students remove`
struct StudentsRemoveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove students, their faces included.")

    @Argument(help: "The students' names.")
    var names: [String]

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        try await context.withStudentTable { table in
            var isRefused = false
            for name in names {
                if try await table.student(named: name) == nil {
                    context.console.notice("\(name) is not in \(table.name).")
                    isRefused = true
                } else {
                    try await table.remove(name)
                    context.console.line("removed \(name)")
                }
            }
            if isRefused { throw ExitCode.refused }
        }
    }
}
