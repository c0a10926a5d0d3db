import AWSClients
import RollcallServices

extension CommandContext {
    /// Works on the table of students and closes the connections afterwards.
    func withStudentTable(_ work: (StudentTable) async throws -> Void) async throws {
        let session = try AWSSession(configuration: .client(settings, environment: environment))
        let table = StudentTable(client: DynamoDBClient(session: session), name: settings.table)
        do {
            try await work(table)
        } catch {
            await session.shutdown()
            throw error
        }
        await session.shutdown()
    }
}
