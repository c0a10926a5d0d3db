import LambdaRuntime
import RollcallMessages
import RollcallServices

/// Who was seen when: one write a person, device and minute, however many clips show the person.
actor AttendanceBook {
    private struct Entry: Hashable {
        let minute: LocalMinute
        let device: String?
        /// Nil for strangers.
        let name: String?
    }

    private let table: AttendanceTable
    /// What was written by this environment. Another one may write it again, which changes nothing.
    private var written: Set<Entry> = []

    /// More than a class has in an hour; then it begins anew, for a few writes too many.
    private static let maximumEntries = 10_000

    init(table: AttendanceTable) {
        self.table = table
    }

    /// Writes down whom a result names, and whether there were strangers.
    ///
    /// - Throws: `AWSError`; what was not written is written by the next clip of the minute.
    func note(_ result: RecognitionResult) async throws {
        guard !result.isPreview, let minute = LocalMinute(unixMilliseconds: result.timestamp) else { return }
        let entries = Set(result.people.map { Entry(minute: minute, device: result.device, name: $0.name) })
        let new = entries.subtracting(written)
        guard !new.isEmpty else { return }
        if written.count + new.count > Self.maximumEntries { written = [] }
        // Before the writes, so that a clip at the same time does not write the same.
        written.formUnion(new)
        do {
            try await withThrowingTaskGroup(of: Void.self) { writes in
                for entry in new {
                    writes.addTask(executorPreference: globalConcurrentExecutor) { [table] in
                        try await table.add(entry.minute, of: entry.name, device: entry.device)
                    }
                }
                try await writes.waitForAll()
            }
        } catch {
            written.subtract(new)
            throw error
        }
    }

    /// Follows a correction: whom the clip did not show leaves the roll for its minute, whom it showed is added.
    ///
    /// - Throws: `AWSError`.
    func follow(_ correction: CorrectionRequest) async throws {
        let clip = ClipIdentity(clipKey: correction.clip, receivedAt: 0)
        guard let minute = LocalMinute(unixMilliseconds: clip.timestamp) else { return }
        switch correction.verdict {
        case .isPerson: try await table.confirm(minute, of: correction.name.text, device: clip.device)
        case .isNotPerson: try await table.deny(minute, of: correction.name.text, device: clip.device)
        }
    }
}
