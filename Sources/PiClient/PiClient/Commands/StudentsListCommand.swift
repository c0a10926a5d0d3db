import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall students list`
struct StudentsListCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show all students and how many photographs each is enrolled by.")

    @Option(help: ArgumentHelp("Only those of this group.", valueName: "name"))
    var group: String?

    @Flag(help: "Write one JSON object a line.")
    var json = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
        _ = try Student.detail(group, of: "The group")
    }

    func run(_ context: CommandContext) async throws {
        let group = try Student.detail(group, of: "The group")
        try await context.withStudentTable { table in
            var oddKeys: [String] = []
            var students: [Student] = []
            var page = try await table.firstPage()
            while true {
                oddKeys += page.oddKeys
                students += page.students.filter { group == nil || $0.groups.contains(group ?? "") }
                if page.isLast { break }
                page = try await table.page(after: page)
            }
            for student in students.sorted(by: { $0.name < $1.name }) {
                context.console.line(try line(for: student))
            }
            if !oddKeys.isEmpty { tell(oddKeys, context.console) }
            guard students.isEmpty else { return }
            context.console.notice(
                group == nil
                    ? "\(table.name) is empty. Add students with `rollcall students import`."
                    : "Nobody in \(table.name) is in that group.")
        }
    }

    /// Rows that earlier versions or other programs wrote.
    private func tell(_ keys: [String], _ console: Console) {
        for key in keys.sorted() {
            if let name = try? PersonName(key) {
                console.notice(
                    "A row of \(name) has another spelling; `rollcall students rename \"\(name)\" \"\(name)\"` mends it."
                )
            } else {
                console.notice(
                    "The row \(key.debugDescription) has no name that can be used; `rollcall students remove` removes it."
                )
            }
        }
    }

    private struct Line: Encodable {
        let name: PersonName
        let id: String?
        let major: String?
        let year: String?
        let groups: [String]?
        let photographs: Int
    }

    private func line(for student: Student) throws -> DisplayText {
        let groups = student.groups.isEmpty ? nil : student.groups.sorted()
        guard json else {
            let photographs = Photograph.count(student.embeddings.count)
            let line: DisplayText =
                "\(student.name)\t\(student.id ?? "-")\t\(student.major ?? "-")\t\(student.year ?? "-")\t\(photographs)"
            return groups.map { "\(line)\t\($0.joined(separator: ", "))" } ?? line
        }
        return try DisplayText(
            json: Line(
                name: student.name, id: student.id, major: student.major, year: student.year, groups: groups,
                photographs: student.embeddings.count))
    }
}
