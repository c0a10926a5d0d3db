import AWSClients
import ArgumentParser
import RollcallMessages
import RollcallServices

/// `rollcall students remove`
struct StudentsRemoveCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Remove students, their faces and what was said of them included.",
        discussion: """
            Deletes the row with the faces and corrections, and the copy of the gallery in S3. From the next clip on the \
            person is a stranger. What was filmed and reported before stays until it is too old: docs/people.md says \
            where, and how to delete it sooner.
            """,
        aliases: ["forget"])

    @Argument(help: "The students' names.")
    var names: [String]

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func run(_ context: CommandContext) async throws {
        try await context.withStudentTable { table in
            var isRefused = false
            var isChanged = false
            for name in names {
                if let removed = try await remove(name, from: table) {
                    context.console.line("removed \(removed)")
                    isChanged = true
                } else {
                    context.console.notice("\(Self.shown(name)) is not in \(table.name).")
                    isRefused = true
                }
            }
            if isChanged {
                try await removeSnapshots(of: table, context)
                context.console.notice(
                    "Clips, frames, results and logs from before stay until they are too old; docs/people.md says where."
                )
            }
            if isRefused { throw ExitCode.refused }
        }
    }

    /// Removes a person, or the row of a key that is no name, and says what was removed; nil if there is none.
    private func remove(_ text: String, from table: StudentTable) async throws -> String? {
        guard let name = try? PersonName(text) else {
            return try await table.remove(key: text) ? "the row \(text.debugDescription)" : nil
        }
        let student = try await table.student(named: name)
        guard try await table.remove(name) else { return nil }
        let faces = student?.embeddings.count ?? 0
        let corrections = student?.corrections.count ?? 0
        return
            "\(name): \(Photograph.count(faces)), \(corrections == 1 ? "1 correction" : "\(corrections) corrections")"
    }

    private static func shown(_ text: String) -> String {
        (try? PersonName(text))?.text ?? text.debugDescription
    }

    /// Removes the galleries in S3 that may hold the removed people's faces. The Recognizer removes them, too, as
    /// soon as there is a clip.
    private func removeSnapshots(of table: StudentTable, _ context: CommandContext) async throws {
        guard let bucket = context.settings.bucket else { return }
        let session = try AWSSession(
            configuration: .client(context.settings, environment: context.environment))
        let s3 = S3Client(session: session)
        do throws(AWSError) {
            for object in try await s3.listAllObjects(
                bucket: bucket, prefix: table.snapshotFolder, limit: 1000)
            {
                try await s3.deleteObject(bucket: bucket, key: object.key)
            }
        } catch {
            context.console.notice(
                "The copy of the gallery in \(bucket) was not removed: \(error) The Recognizer removes it with its next clip."
            )
        }
        await session.shutdown()
    }
}
