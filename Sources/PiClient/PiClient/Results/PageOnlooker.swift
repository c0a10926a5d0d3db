import AWSClients
import Synchronization

/// Looks on at a run of any machine, by the events of its page.
struct PageOnlooker: Sendable {
    private let address: String
    private let client: WebClient

    /// Longer than the page is ever silent.
    private static let idle = Duration.seconds(45)

    /// - Parameters:
    ///   - address: The events' address, `http://pi:8420/feed/<token>/events`.
    ///   - authorities: A PEM file of certificate authorities in place of the system's.
    init(address: String, authorities: String?) {
        self.address = address
        client = WebClient(authorities: authorities)
    }

    /// Hands over each clip's line until the page ends, or the task is cancelled.
    ///
    /// - Throws: `AWSError`, of kind `transport` where the page is not reached, and `service` where it refuses.
    func read(_ take: @escaping @Sendable (String) -> Void) async throws(AWSError) {
        let events = Shared(ServerEvents())
        let (status, mediaType) = try await client.read(address, idle: Self.idle) { bytes in
            guard let complete = events.value.withLock({ $0.take(bytes) }) else { return false }
            for event in complete where event.kind == "clip" { take(event.data) }
            return true
        }
        guard status == 200, mediaType == "text/event-stream" else {
            throw AWSError(
                kind: .service, service: "page", operation: "GET",
                message:
                    "the page answers HTTP \(status)\(status == 200 ? ", but no events" : ""); its events' address is what "
                    + "`rollcall page --new-feed` prints, after the page's own")
        }
    }

    /// Closes the connection.
    func end() async { await client.shutdown() }
}

/// What the client's thread reads into.
private final class Shared: Sendable {
    let value: Mutex<ServerEvents>

    init(_ events: ServerEvents) { value = Mutex(events) }
}
