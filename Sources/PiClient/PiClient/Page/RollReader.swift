import RollcallMessages
import RollcallServices
import WireFormats

/// What the rolls of a day are made of, read once for all who look at the page within some seconds.
actor RollReader {
    /// Everybody who is known, and who was there.
    struct Day: Sendable {
        let students: [Student]
        let attendance: AttendanceDay
    }

    private struct Reading {
        let begunAt: ContinuousClock.Instant
        let task: Task<Day, any Error>
    }

    private var readings: [CivilDate: Reading] = [:]
    /// The roll counts minutes: some seconds change nothing.
    private let lifetime: Duration

    init(lifetime: Duration = .seconds(5)) {
        self.lifetime = lifetime
    }

    /// A day as it is, or was some seconds ago.
    ///
    /// - Throws: `AWSError`.
    func day(_ day: CivilDate, students: StudentTable, attendance: AttendanceTable) async throws -> Day {
        let now = ContinuousClock.now
        readings = readings.filter { now - $0.value.begunAt < lifetime }
        if let reading = readings[day] { return try await reading.task.value }
        let task = Task {
            async let people = students.studentsWithoutFaces()
            let known = try await attendance.attendance(on: day)
            return Day(students: try await people, attendance: known)
        }
        readings[day] = Reading(begunAt: now, task: task)
        do {
            return try await task.value
        } catch {
            readings[day] = nil
            throw error
        }
    }

    /// Reads everything anew, since this page changed something.
    func forget() {
        readings = [:]
    }
}
