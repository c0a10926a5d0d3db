import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall students rename`
struct StudentsRenameCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give a student another name; photographs and all else stay.",
        discussion: """
            Results from before keep the old name. A name to itself makes one row of all that spell it in another way.
            """)

    @Argument(help: "The name now.")
    var old: String

    @Argument(help: "The name from now on.")
    var new: String

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
        _ = (try PersonName(argument: old), try PersonName(argument: new))
    }

    func run(_ context: CommandContext) async throws {
        let (old, new) = (try PersonName(argument: old), try PersonName(argument: new))
        try await context.withStudentTable { table in
            switch try await table.rename(old, to: new) {
            case .renamed:
                context.console.line("renamed \(old) to \(new)")
            case .missing:
                context.console.notice("\(old) is not in \(table.name).")
                throw ExitCode.refused
            case .taken:
                context.console.notice(
                    "\(new) is in \(table.name) already. Remove one of the two, or choose another name.")
                throw ExitCode.refused
            }
        }
    }
}
