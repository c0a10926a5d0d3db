internal import AWSClients
internal import Synchronization
public import WireFormats

/// Parameters of AWS Systems Manager and secrets of AWS Secrets Manager, each asked for once in a while.
///
/// ```swift
/// @main
/// struct Orders: JSONLambdaHandler {
///     let parameters: Parameters
///
///     func handle(_ event: Order, context: LambdaContext) async throws -> Receipt {
///         let key = try await parameters.secret("orders/api-key")
///         …
///     }
///
///     static func main() { LambdaRuntime.run { Orders(parameters: try Parameters()) } }
/// }
/// ```
///
/// Events that ask at the same time wait for one request. The function's role needs `ssm:GetParameter` or
/// `secretsmanager:GetSecretValue`, and `kms:Decrypt` where the key is not AWS's own.
public final class Parameters: Sendable {
    private struct Name: Hashable {
        let isSecret: Bool
        let name: String
        let stage: String?
    }

    private struct Entry {
        let value: Task<[UInt8], any Error>
        let asked: UnixTime
    }

    private let session: AWSSession
    private let maximumAge: Double
    private let now: @Sendable () -> UnixTime
    private let entries = Mutex<[Name: Entry]>([:])

    /// Reads region, credentials and endpoints as AWS's SDKs do; asks for nothing yet.
    ///
    /// - Parameters:
    ///   - maximumAge: for how long a value is used before it is asked for again; 5 minutes unless said otherwise.
    ///   - environment: the environment's variables; the process's own unless said otherwise.
    ///   - now: the time of day.
    /// - Throws: an error that says what is wrong with the settings.
    public init(
        maximumAge: Duration = .seconds(300), environment: [String: String]? = nil,
        now: @escaping @Sendable () -> UnixTime = UnixTime.now
    ) throws {
        let configuration =
            try environment.map { try AWSConfiguration(environment: $0) } ?? AWSConfiguration()
        session = try AWSSession(configuration: configuration)
        self.maximumAge = maximumAge / .seconds(1)
        self.now = now
    }

    /// The value of a parameter of Parameter Store, decrypted where it is a `SecureString`.
    ///
    /// - Parameter name: a name or an ARN; `name:version` and `name:label` name another version than the latest.
    /// - Throws: an error that says what was asked for and what the service answered. It is not kept.
    public func parameter(_ name: String) async throws -> String {
        let bytes = try await value(of: Name(isSecret: false, name: name, stage: nil))
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text of a secret.
    ///
    /// - Parameters:
    ///   - id: a name or an ARN.
    ///   - stage: which version, for instance `AWSPREVIOUS`; nil for the present one.
    /// - Throws: as ``parameter(_:)``.
    public func secret(_ id: String, stage: String? = nil) async throws -> String {
        String(decoding: try await secretBytes(id, stage: stage), as: UTF8.self)
    }

    /// The bytes of a secret; see ``secret(_:stage:)``.
    public func secretBytes(_ id: String, stage: String? = nil) async throws -> [UInt8] {
        try await value(of: Name(isSecret: true, name: id, stage: stage))
    }

    /// A secret that is JSON, as most of Secrets Manager's own are; see ``secret(_:stage:)``.
    ///
    /// - Throws: `DecodingError` too, where the secret has not the form of the type.
    public func secret<Value: Decodable>(
        _ id: String, stage: String? = nil, as type: Value.Type
    ) async throws -> Value {
        try JSON.decode(type, from: try await secretBytes(id, stage: stage))
    }

    /// Has every value asked for again: after a service has refused a secret, for instance, which was rotated.
    public func forget() {
        entries.withLock { $0 = [:] }
    }

    private func value(of name: Name) async throws -> [UInt8] {
        let now = now()
        let entry = entries.withLock { entries in
            // A clock that was set back makes nothing live for ever.
            if let entry = entries[name], case let age = now - entry.asked, age >= 0, age < maximumAge {
                return entry
            }
            // Not the asking event's own task: it may be cancelled while others wait.
            let entry = Entry(value: Task { [session] in try await fetch(name, session) }, asked: now)
            entries[name] = entry
            return entry
        }
        do {
            return try await entry.value.value
        } catch {
            entries.withLock { entries in
                if entries[name]?.value == entry.value { entries[name] = nil }
            }
            throw error
        }
    }

    private func fetch(_ name: Name, _ session: AWSSession) async throws -> [UInt8] {
        if name.isSecret {
            return try await SecretsManagerClient(session: session).secret(name.name, stage: name.stage)
        }
        return Array(try await SSMClient(session: session).parameter(name.name).utf8)
    }
}
