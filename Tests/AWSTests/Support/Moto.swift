import AWSClients
import TestSupport

/// One moto server for all tests of this process, without signature checks.
enum Moto {
    static let isAvailable = MotoServer.isAvailable

    private static let server = Task { try await MotoServer() }

    static func session() async throws -> AWSSession {
        let environment = try await server.value.clientEnvironment()
        return try AWSSession(configuration: AWSConfiguration(environment: environment))
    }
}
