import AWSClients
import RollcallMessages
import RollcallServices

/// The rows of the people who were recognized just now, so that a person who stays in the picture is not looked up for
/// every clip. A change in StudentDB shows within `lifetime`.
actor StudentRows {
    private struct Row {
        let student: Student
        let readAt: ContinuousClock.Instant
    }

    private let table: StudentTable
    private var rows: [String: Row] = [:]

    /// How long a row is used before it is read again.
    private static let lifetime = Duration.seconds(5)
    /// From this age on a row is read again after the answer, so that the next answer need not wait for it.
    private static let middleAge = Duration.seconds(2)

    init(table: StudentTable) {
        self.table = table
    }

    /// The people's rows; those that are not known are read at the same time. A person without a row is left out.
    ///
    /// - Throws: `AWSError`.
    func students(named names: Set<String>) async throws -> [String: Student] {
        let now = ContinuousClock.now
        rows = rows.filter { now - $0.value.readAt < Self.lifetime }
        try await read(names.filter { rows[$0] == nil })
        return rows.filter { names.contains($0.key) }.mapValues(\.student)
    }

    /// Reads rows again that will soon be too old.
    ///
    /// - Throws: `AWSError`; the rows are then as before.
    func refresh(_ names: Set<String>) async throws {
        let now = ContinuousClock.now
        try await read(
            names.filter { name in rows[name].map { now - $0.readAt > Self.middleAge } ?? false })
    }

    /// Forgets all rows, since some changed.
    func forgetAll() {
        rows = [:]
    }

    /// Forgets a row that is known to have changed.
    func forget(_ name: String) {
        rows[name] = nil
    }

    private func read(_ names: Set<String>) async throws {
        guard !names.isEmpty else { return }
        try await withThrowingTaskGroup(of: (String, Student?).self) { group in
            for name in names {
                group.addTask(executorPreference: globalConcurrentExecutor) { [table] in
                    // Every name in the gallery is valid; in a snapshot of an earlier version one may not be.
                    guard let person = try? PersonName(name) else { return (name, nil) }
                    return (name, try await table.student(named: person))
                }
            }
            for try await (name, student) in group {
                rows[name] = student.map { Row(student: $0, readAt: .now) }
            }
        }
    }
}
