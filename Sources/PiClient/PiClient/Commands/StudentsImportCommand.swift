import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall students import`
struct StudentsImportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Store the names, ids, majors, years and groups of a file.",
        discussion: """
            The file is JSON, [{"name":…,"id":…,"major":…,"year":…,"groups":[…]}], or CSV with a header line of \
            name,id,major,year,groups, of which only the name is needed. Columns are separated by commas, semicolons or \
            tabs, groups in a column by semicolons, commas or bars. Students of the same name are updated; enrolled \
            faces stay.
            """)

    @Argument(help: "A .json or .csv file.")
    var file: String

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        let file = try StudentFile(path: file)
        if file.encoding == .windows1252 {
            context.console.notice(
                "\(self.file) is not UTF-8 and was read as \(file.encoding.rawValue); look at the names with "
                    + "`rollcall students list`.")
        }
        if !file.otherColumns.isEmpty {
            context.console.notice(
                "Passed over: \(file.otherColumns.joined(separator: ", ")). The columns are name, id, major, year and groups."
            )
        }
        try await context.withStudentTable { table in
            guard try await hasNoOther(file.students, in: table, context.console) else {
                throw ExitCode.refused
            }
            try await table.importStudents(file.students)
            let count = file.students.count
            context.console.line("\(count) student\(count == 1 ? "" : "s") imported into \(table.name)")
        }
    }

    /// Whether nobody of the file has the name of somebody else in the table, and says who has.
    private func hasNoOther(
        _ students: [Student], in table: StudentTable, _ console: Console
    ) async throws -> Bool {
        let withID = Dictionary(students.filter { $0.id != nil }.map { ($0.name, $0) }) { $1 }
        guard !withID.isEmpty else { return true }
        var isClear = true
        for stored in try await table.students() {
            guard let id = stored.id, let other = withID[stored.name]?.id, other != id else { continue }
            isClear = false
            console.notice(
                "\(stored.name) is stored with the id \(id), and the file says \(other). Give somebody else a name that "
                    + "tells the two apart; `rollcall students set` changes the id of the same person.")
        }
        if !isClear { console.notice("Nothing was imported.") }
        return isClear
    }
}
