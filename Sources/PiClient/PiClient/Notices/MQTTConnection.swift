import CMosquitto
import Synchronization

/// A connection to an MQTT broker that libmosquitto keeps up, on a thread of its own.
final class MQTTConnection: Sendable {
    /// A message on a topic.
    struct Message: Sendable {
        var topic: String
        var text: String
        /// Whether the broker keeps it for whoever subscribes later.
        var isRetained = false
    }

    private struct State {
        var isConnected = false
        var refusal: String?
        /// Numbers of the messages that the broker has.
        var published: Set<Int32> = []
    }

    private nonisolated(unsafe) let client: UnsafeMutableRawPointer
    private let functions: CMosquitto_functions
    private let address: MQTTAddress
    private let state = Mutex(State())
    private let changes = Changes()

    /// At least once: the broker confirms each message.
    private static let qualityOfService: Int32 = 1
    private static let keepAliveSeconds: Int32 = 60
    private static let patience = Duration.seconds(10)

    /// Begins to connect.
    ///
    /// - Parameters:
    ///   - will: what the broker publishes when the connection breaks.
    ///   - authorities: a PEM file of certificate authorities; nil for Debian's.
    /// - Throws: `NoticeFailure` if libmosquitto is missing or refuses a setting.
    init(_ address: MQTTAddress, clientID: String, will: Message, authorities: String?) throws(NoticeFailure)
    {
        let functions = try Self.load()
        guard let client = functions.create(clientID, true, nil) else {
            throw NoticeFailure(isWorthAnother: true, description: "libmosquitto has no memory")
        }
        self.functions = functions
        self.client = client
        self.address = address
        let payload = Array(will.text.utf8)
        try check(
            functions.will_set(
                client, will.topic, Int32(clamping: payload.count), payload, Self.qualityOfService,
                will.isRetained))
        if let name = address.name { try check(functions.username_pw_set(client, name, address.password)) }
        if address.isSecure {
            try check(
                functions.tls_set(
                    client, authorities, authorities == nil ? "/etc/ssl/certs" : nil, nil, nil, nil))
        }
        try check(functions.reconnect_delay_set(client, 1, 60, true))
        MQTTConnections.shared.add(self, client)
        functions.connect_callback_set(client) { client, _, code in
            MQTTConnections.shared[client]?.connected(code)
        }
        functions.disconnect_callback_set(client) { client, _, _ in
            MQTTConnections.shared[client]?.disconnected()
        }
        functions.publish_callback_set(client) { client, _, number in
            MQTTConnections.shared[client]?.published(number)
        }
        // An address that does not answer yet is tried again by the thread.
        _ = functions.connect_async(
            client, address.host, Int32(clamping: address.port), Self.keepAliveSeconds)
        try check(functions.loop_start(client))
    }

    /// Publishes messages and waits until the broker has them.
    ///
    /// - Throws: `NoticeFailure` while there is no connection, or no confirmation comes.
    func publish(_ messages: [Message]) async throws(NoticeFailure) {
        try await wait { $0.isConnected }
        for message in messages {
            let payload = Array(message.text.utf8)
            var number: Int32 = 0
            try check(
                functions.publish(
                    client, &number, message.topic, Int32(clamping: payload.count), payload,
                    Self.qualityOfService,
                    message.isRetained))
            try await wait { $0.published.remove(number) != nil }
        }
    }

    /// Says goodbye and ends the thread.
    func end() {
        _ = functions.disconnect(client)
        _ = functions.loop_stop(client, false)
        MQTTConnections.shared.remove(client)
        functions.destroy(client)
    }

    private func wait(until isDone: (inout State) -> Bool) async throws(NoticeFailure) {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let count = changes.count
            if state.withLock({ isDone(&$0) }) { return }
            let remaining = ContinuousClock.now.duration(to: deadline)
            guard remaining > .zero, !Task.isCancelled else { break }
            await changes.wait(after: count, for: remaining)
        }
        let refusal = state.withLock { $0.refusal }
        throw NoticeFailure(
            isWorthAnother: true,
            description: "the MQTT broker \(address.host):\(address.port) "
                + (refusal.map { "refuses the connection: \($0)" } ?? "does not answer"))
    }

    private func connected(_ code: Int32) {
        state.withLock { state in
            state.isConnected = code == 0
            state.refusal = code == 0 ? nil : String(cString: functions.refusal(code))
        }
        changes.note()
    }

    private func disconnected() {
        state.withLock { $0.isConnected = false }
        changes.note()
    }

    private func published(_ number: Int32) {
        state.withLock { _ = $0.published.insert(number) }
        changes.note()
    }

    private func check(_ code: Int32) throws(NoticeFailure) {
        guard code != 0 else { return }
        throw NoticeFailure(
            isWorthAnother: true,
            description:
                "the MQTT broker \(address.host):\(address.port): \(String(cString: functions.error(code)))")
    }

    private static func load() throws(NoticeFailure) -> CMosquitto_functions {
        let functions = withUnsafeTemporaryAllocation(of: CMosquitto_functions.self, capacity: 1) { buffer in
            buffer.baseAddress.flatMap { CMosquitto_load($0) ? $0.pointee : nil }
        }
        guard let functions else {
            throw NoticeFailure(
                isWorthAnother: true,
                description: "MQTT needs libmosquitto; install it with: sudo apt-get install libmosquitto1")
        }
        return functions
    }
}

/// The connections by libmosquitto's handles: its callbacks may come after a connection is gone.
private final class MQTTConnections: Sendable {
    static let shared = MQTTConnections()

    private final class Reference: Sendable {
        nonisolated(unsafe) weak var connection: MQTTConnection?

        init(_ connection: MQTTConnection) {
            self.connection = connection
        }
    }

    private let connections = Mutex<[UInt: Reference]>([:])

    func add(_ connection: MQTTConnection, _ client: UnsafeMutableRawPointer) {
        let reference = Reference(connection)
        connections.withLock { $0[UInt(bitPattern: client)] = reference }
    }

    func remove(_ client: UnsafeMutableRawPointer) {
        _ = connections.withLock { $0.removeValue(forKey: UInt(bitPattern: client)) }
    }

    subscript(client: UnsafeMutableRawPointer?) -> MQTTConnection? {
        connections.withLock { $0[UInt(bitPattern: client)]?.connection }
    }
}
