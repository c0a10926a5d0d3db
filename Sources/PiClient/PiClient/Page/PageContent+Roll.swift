import RollcallMessages
import RollcallPage
import RollcallServices
import WireFormats

extension PageContent {
    private struct RollAnswer: Encodable {
        let day: String
        let group: String?
        let groups: [String]
        /// The names of the day's lessons.
        let names: [String]
        let lessons: [RollObject]
    }

    private struct MarkRequest: Decodable {
        let name: String
        let day: String
        let lesson: String?
        let status: AttendanceMark.Status
        let reason: String?
    }

    private struct DayRolls {
        let day: CivilDate
        let lessons: [Lesson]
        let rolls: [Roll]
        let students: [Student]
    }

    /// The rolls of a day, `roll?day=2026-11-26&group=…&lesson=…`.
    func rollAnswer(_ request: PageRequest) async throws -> PageAnswer {
        let book = try await rolls(request)
        let groups = Set(
            book.students.flatMap { Array($0.groups) + [$0.major, $0.year].compactMap(\.self) }
                + book.lessons.compactMap(\.group))
        return try .json(
            RollAnswer(
                day: book.day.description, group: request.query["group"], groups: groups.sorted(),
                names: book.lessons.compactMap(\.name), lessons: book.rolls.map(RollObject.init)))
    }

    /// The same as comma-separated values.
    func rollCSV(_ request: PageRequest) async throws -> PageAnswer {
        let book = try await rolls(request)
        return PageAnswer(
            type: "text/csv; charset=utf-8", body: Array((RollCSV().text(of: book.rolls).value + "\n").utf8),
            fileName: "roll-\(book.day).csv")
    }

    /// The lessons of the last days as a calendar, with who was there.
    func rollCalendar(_ request: PageRequest) async throws -> PageAnswer {
        var rolls: [Roll] = []
        var request = request
        for ago in (0..<Self.calendarDays).reversed() {
            request.query["day"] = try today().advanced(by: -ago).description
            rolls += try await self.rolls(request).rolls
        }
        return PageAnswer(
            type: "text/calendar; charset=utf-8",
            body: Array((RollCalendar().text(of: rolls).value + "\n").utf8))
    }

    /// Two weeks.
    private static let calendarDays = 14

    /// The day by the school's clock.
    func today() throws(PageRefusal) -> CivilDate {
        guard let today = LocalMinute.now?.day else {
            throw PageRefusal("This machine's clock is wrong.")
        }
        return today
    }

    /// Keeps what somebody says of a person's attendance.
    func mark(_ request: PageRequest) async throws -> PageAnswer {
        let wanted = try request.decoded(MarkRequest.self)
        let day = try Self.day(wanted.day)
        if let lesson = wanted.lesson, try !lessons(on: day).contains(where: { $0.name == lesson }) {
            throw PageRefusal("On \(day) is no such lesson.")
        }
        let name = try PersonName(ofPage: wanted.name)
        guard try await students.student(named: name) != nil else {
            throw PageRefusal("\(name) is not in \(students.name).")
        }
        let reason = try Student.detail(ofPage: wanted.reason)
        try await attendance.mark(
            AttendanceMark(
                name: name.text, lesson: wanted.lesson, status: wanted.status, reason: reason, author: author,
                time: WallClock.now()), on: day)
        return try .json([String: String]())
    }

    private func rolls(_ request: PageRequest) async throws -> DayRolls {
        let day = try request.query["day"].map(Self.day) ?? today()
        let group = request.query["group"]
        let hasTimetable = settings.timetable != nil
        let all = try lessons(on: day)
        let chosen: [Lesson] =
            hasTimetable
            ? all.filter { request.query["lesson"] == nil || $0.name == request.query["lesson"] }
            : [.wholeDay(day, group: group)]
        let known = try await rollReader.day(day, students: students, attendance: attendance)
        return DayRolls(
            day: day, lessons: all,
            rolls: chosen.rolls(
                ofGroup: hasTimetable ? group : nil, students: known.students, attendance: known.attendance,
                at: .now),
            students: known.students)
    }

    /// The day's lessons; the whole day where there is no timetable.
    private func lessons(on day: CivilDate) throws(TimetableError) -> [Lesson] {
        guard let path = settings.timetable else { return [.wholeDay(day, group: nil)] }
        return try Timetable(path: path).lessons(on: day)
    }

    private static func day(_ text: String) throws(PageRefusal) -> CivilDate {
        guard let day = CivilDate(text) else { throw PageRefusal("\(text.cleaned) is no day.") }
        return day
    }
}

extension Student {
    /// What somebody typed, cleaned; nil for nothing.
    ///
    /// - Throws: `PageRefusal` that says what is wrong with it.
    static func detail(ofPage text: String?) throws(PageRefusal) -> String? {
        do throws(TextError) {
            return try detail(text)
        } catch {
            throw PageRefusal("\"\((text ?? "").cleaned)\" cannot be used: \(error).")
        }
    }
}
