import RollcallServices
import WireFormats

/// The lessons of a school, by the school's clock.
struct Timetable {
    /// A lesson that comes on some days.
    struct Row: Equatable {
        var group: String?
        var days: LessonDays
        /// Minutes of the day: the first that belongs to it, and the first after it.
        var start: Int
        var end: Int
        var room: String?
        var lateAfter: Int?
        var title: String?
        /// Whether days and minutes are those of UTC; a lesson then moves by an hour with daylight saving time.
        var isUniversal = false
    }

    var rows: [Row]

    /// The lessons of a day, in order.
    func lessons(on day: CivilDate) -> [Lesson] {
        rows.flatMap { $0.lessons(on: day) }
            .sorted { ($0.start, $0.name ?? "") < ($1.start, $1.name ?? "") }
    }
}

extension Timetable.Row {
    fileprivate func lessons(on day: CivilDate) -> [Lesson] {
        guard isUniversal else { return days.contains(day) ? [lesson(on: day, start: start)] : [] }
        return (-1...1).compactMap { shift in
            let other = day.advanced(by: shift)
            let minute = Int64(other.daysSinceEpoch) * 1440 + Int64(start)
            guard days.contains(other), let local = LocalMinute(unixMilliseconds: minute * 60_000),
                local.day == day
            else { return nil }
            return lesson(on: day, start: local.minute)
        }
    }

    /// What lasts until after midnight ends with the day.
    private func lesson(on day: CivilDate, start: Int) -> Lesson {
        Lesson(
            day: day, start: start, end: min(start + end - self.start, 1440), title: title, group: group,
            room: room, lateAfter: lateAfter)
    }
}

/// What is wrong with a timetable.
enum TimetableError: Error, CustomStringConvertible {
    case unreadable(path: String, reason: FileError)
    case unusable(path: String, fault: StudentFileError.Fault)

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "the timetable \(path) cannot be read: \(reason)."
        case .unusable(let path, let fault): "the timetable \(path) cannot be used: \(fault.text)."
        }
    }
}

extension Timetable {
    /// Far more than the lessons of a school's year take.
    private static let maximumBytes = 4 << 20

    /// Reads an iCalendar file or a CSV file, whichever it is. The process's time zone is the school's.
    init(path: String) throws(TimetableError) {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, atMost: Self.maximumBytes)
        } catch {
            throw .unreadable(path: path, reason: error)
        }
        do {
            let text = try TextFile(CalendarLine.isCalendar(bytes) ? CalendarLine.unfolded(bytes) : bytes)
                .text
            self =
                CalendarLine.isCalendar(text.utf8) ? try Timetable(calendar: text) : try Timetable(csv: text)
        } catch {
            throw .unusable(path: path, fault: error)
        }
    }
}
