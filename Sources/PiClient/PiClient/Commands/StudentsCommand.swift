import ArgumentParser

/// `rollcall students`
struct StudentsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "students",
        abstract: "Import, list, change, rename and remove students.",
        subcommands: [
            StudentsImportCommand.self, StudentsListCommand.self, StudentsSetCommand.self,
            StudentsRenameCommand.self, StudentsRemoveCommand.self,
        ])
}
