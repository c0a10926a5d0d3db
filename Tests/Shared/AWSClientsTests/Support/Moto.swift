import TestSupport

@testable import AWSClients

/// The moto servers that all tests of this process share.
enum Moto {
    static let isAvailable = MotoServer.isAvailable

    private static let unchecked = Task { try await MotoServer() }
    private static let checked = Task {
        let server = try await MotoServer()
        let keys = try await server.requireAuthentication()
        return (server: server, keys: keys)
    }

    /// A session of a server that checks signatures and policies, as a user who may do everything.
    static func session() async throws -> AWSSession {
        let (server, keys) = try await checked.value
        return try session(server, keys.allowed.id, keys.allowed.secret)
    }

    /// The same server, as a user who may do nothing.
    static func deniedSession() async throws -> AWSSession {
        let (server, keys) = try await checked.value
        return try session(server, keys.denied.id, keys.denied.secret)
    }

    /// The same server, with a known key and a wrong secret.
    static func forgedSession() async throws -> AWSSession {
        let (server, keys) = try await checked.value
        return try session(server, keys.allowed.id, "wrong")
    }

    /// The same server, with a key it does not know.
    static func unknownSession() async throws -> AWSSession {
        try session(try await checked.value.server, "AKIANOBODYKNOWSTHIS", "wrong")
    }

    /// A session of a server that checks nothing: moto takes some valid signatures for wrong, those of keys
    /// with a space for example.
    static func uncheckedSession() async throws -> AWSSession {
        try session(try await unchecked.value, "any", "any")
    }

    /// The same server, as a role that a profile names and whose policy allows one action.
    static func roleSession(named role: String, allowing action: String) async throws -> AWSSession {
        let (server, keys) = try await checked.value
        try await server.makeRole(named: role, allowing: action, as: keys.allowed)
        let config = """
            [profile role]
            role_arn = arn:aws:iam::123456789012:role/\(role)
            source_profile = user
            [profile user]
            aws_access_key_id = \(keys.allowed.id)
            aws_secret_access_key = \(keys.allowed.secret)
            """
        let variables = ["AWS_PROFILE": "role", "AWS_ENDPOINT_URL": server.endpoint]
        return try withSharedFiles(variables, config: config) { environment in
            try AWSSession(configuration: AWSConfiguration(environment: environment))
        }
    }

    private static func session(_ server: MotoServer, _ id: String, _ secret: String) throws -> AWSSession {
        let environment = server.clientEnvironment(accessKeyID: id, secretAccessKey: secret)
        return try AWSSession(configuration: AWSConfiguration(environment: environment))
    }
}
