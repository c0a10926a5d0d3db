import AWSClients
import ArgumentParser
import RollcallMessages
import RollcallServices
import WireFormats

/// `rollcall roll`
struct RollCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roll",
        abstract: "Show who came, when, and who did not.",
        subcommands: [RollShowCommand.self, RollMarkCommand.self],
        defaultSubcommand: RollShowCommand.self)
}

/// `rollcall roll show`, which is what `rollcall roll` does.
struct RollShowCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show the roll of a day, or of some days.",
        discussion: """
            Without a timetable, whoever was seen on the day was present. With one (\(SettingKey.timetable.rawValue) in \
            the configuration file, \(SettingKey.timetable.environmentName), --timetable) there is a roll a lesson, with \
            those who came late. The timetable is an iCalendar file, or a CSV file with the columns \
            group,weekday,from,to,room,late after,lesson; the room is a device's id.
            """)

    @Option(help: "A day, such as 2026-11-26, or today or yesterday. (default: today)")
    var day: String?

    @Option(help: "The first of several days.")
    var from: String?

    @Option(help: "The last of several days. (default: today)")
    var to: String?

    @Option(help: "Only who is in this group, or has this major, year, or both.")
    var group: String?

    @Option(help: "Only lessons whose name has this text, or that begin at this time.")
    var lesson: String?

    @OptionGroup var table: RollOptions

    @Flag(help: "How it is written. (default: a table)")
    var form: Form?

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    /// How rolls are written.
    enum Form: String, EnumerableFlag {
        case csv, json, html

        static func help(for value: Form) -> ArgumentHelp? {
            switch value {
            case .csv: "Write comma-separated values that a spreadsheet opens."
            case .json: "Write one JSON object a lesson."
            case .html: "Write a page that prints."
            }
        }
    }

    var flags: [SettingKey: String] { table.flags }

    func run(_ context: CommandContext) async throws {
        let days = try RollDays(day: day, from: from, to: to, today: context.today())
        let timetable = try context.settings.timetable.map { path throws(TimetableError) in
            try Timetable(path: path)
        }
        try await context.withTables { students, attendance in
            async let people = students.studentsWithoutFaces()
            var rolls: [Roll] = []
            for day in days.days {
                let lessons = lessons(on: day, of: timetable)
                guard !lessons.isEmpty else { continue }
                let known = try await attendance.attendance(on: day)
                rolls += lessons.rolls(
                    ofGroup: timetable == nil ? nil : group, students: try await people, attendance: known,
                    at: .now)
            }
            guard !rolls.isEmpty else {
                context.console.notice(
                    lesson != nil
                        ? "There is no such lesson on these days. `rollcall roll` without --lesson shows all."
                        : "The timetable has no lesson \(group.map { "of the group \($0) " } ?? "")on these days."
                )
                throw ExitCode.refused
            }
            context.console.line(try format(context).text(of: rolls))
        }
    }

    private func lessons(on day: CivilDate, of timetable: Timetable?) -> [Lesson] {
        guard let timetable else { return lesson == nil ? [.wholeDay(day, group: group)] : [] }
        return timetable.lessons(on: day).filter { lesson in
            self.lesson.map(lesson.isMeant(by:)) ?? true
        }
    }

    private func format(_ context: CommandContext) -> any RollFormat {
        switch form {
        case .csv: RollCSV()
        case .json: RollJSON()
        case .html: RollPage()
        case nil: RollTable(isTerminal: context.console.isTerminal)
        }
    }
}

/// Where the roll is kept and which lessons there are.
struct RollOptions: ParsableArguments {
    @Option(help: .setting(.timetable)) var timetable: String?
    @Option(help: .setting(.attendance)) var attendance: String?
    @Option(help: .setting(.timeZone)) var timeZone: String?

    var flags: [SettingKey: String] {
        let texts: [SettingKey: String?] = [
            .timetable: timetable, .attendance: attendance, .timeZone: timeZone,
        ]
        return texts.compactMapValues(\.self)
    }
}

extension CommandContext {
    /// The day by the school's clock.
    func today() -> CivilDate { LocalMinute.now?.day ?? CivilDate(daysSinceEpoch: 0) }

    /// Works on the tables of students and attendance and closes the connections afterwards.
    func withTables(_ work: (StudentTable, AttendanceTable) async throws -> Void) async throws {
        let session = try AWSSession(configuration: .client(settings, environment: environment))
        let client = DynamoDBClient(session: session)
        do {
            try await work(
                StudentTable(client: client, name: settings.table),
                AttendanceTable(client: client, name: settings.attendance))
        } catch {
            await session.shutdown()
            throw error
        }
        await session.shutdown()
    }
}
