import ArgumentParser
import Glibc
import RollcallMessages
import RollcallServices
import WireFormats

/// `rollcall roll mark`
struct RollMarkCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "mark",
        abstract: "Say what somebody counts as, beside what was seen.",
        discussion:
            "What the cameras saw stays as it is; the roll shows both. Marking again takes the first mark's place."
    )

    @Argument(help: "The person's name.")
    var name: String

    @Flag(help: "What the person counts as.")
    var status: AttendanceMark.Status

    @Option(help: "The day. (default: today)")
    var day: String?

    @Option(help: "The lesson, by a part of its name or the time it begins. (default: the whole day)")
    var lesson: String?

    @Option(help: "The reason.")
    var why: String?

    @OptionGroup var table: RollOptions

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    var flags: [SettingKey: String] { table.flags }

    func run(_ context: CommandContext) async throws {
        let name = try PersonName(argument: self.name)
        let days = try RollDays(day: day, from: nil, to: nil, today: context.today())
        guard let day = days.days.first else { return }
        let reason: String?
        do throws(TextError) {
            reason = try Student.detail(why)
        } catch {
            throw ValidationError("The reason cannot be used: \(error).")
        }
        let lessonName = try lesson.map { try self.name(ofLesson: $0, on: day, context) }
        try await context.withTables { students, attendance in
            guard let person = try await students.student(named: name) else {
                context.console.notice(
                    "\(name) is not in \(students.name). `rollcall students list` shows who is.")
                throw ExitCode.refused
            }
            let mark = AttendanceMark(
                name: person.name.text, lesson: lessonName, status: status, reason: reason,
                author: Self.author(context.environment), time: WallClock.now())
            try await attendance.mark(mark, on: day)
            let place = [day.description, lessonName].compactMap(\.self).joined(separator: ", ")
            context.console.line("\(person.name) is marked \(status.rawValue) on \(place)")
        }
    }

    private func name(ofLesson text: String, on day: CivilDate, _ context: CommandContext) throws -> String {
        guard let path = context.settings.timetable else { throw SettingsError.missing(.timetable) }
        let names = try Timetable(path: path).lessons(on: day).names(meantBy: text)
        guard let name = names.first, names.count == 1 else {
            throw ValidationError(
                names.isEmpty
                    ? "No lesson of \(day) is meant by \"\(text)\"."
                    : "\"\(text)\" could be \(names.sorted().joined(separator: " or ")): say more of the name."
            )
        }
        return name
    }

    /// Who is at the keyboard.
    static func author(_ environment: [String: String]) -> String {
        if let user = environment["USER"] ?? environment["LOGNAME"], !user.isEmpty { return user }
        return getpwuid(geteuid()).map { String(cString: $0.pointee.pw_name) } ?? "user \(geteuid())"
    }
}

extension AttendanceMark.Status: EnumerableFlag {}
