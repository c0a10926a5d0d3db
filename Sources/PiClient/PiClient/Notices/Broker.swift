import FoundationEssentials
import RollcallServices
import Synchronization

/// Tells an MQTT broker who is here, so that Home Assistant and others show it.
///
/// Below `rollcall/<device>` are `notices` (each as JSON), `status` (`online`, `offline`), `camera`, `stranger` and
/// `people/<name>` (`ON`, `OFF`). For each of the latter an entity is announced as Home Assistant wants it (Home
/// Assistant documentation, "MQTT Discovery", "MQTT binary sensor").
final class Broker: NoticeReceiver {
    let name = "broker"
    private let address: MQTTAddress
    private let device: String
    private let authorities: String?
    private let connection = Mutex<MQTTConnection?>(nil)
    private let announced = Mutex<Set<String>>([])

    private typealias Message = MQTTConnection.Message

    /// A stranger is shown for so many seconds.
    private static let strangerSeconds = 60

    init(_ address: MQTTAddress, device: String, authorities: String?) {
        self.address = address
        self.device = device
        self.authorities = authorities
    }

    func tell(_ notice: Notice) async throws(NoticeFailure) {
        let connection = try connected()
        var messages: [Message] = []
        if let (entity, state) = entity(of: notice) {
            if announced.withLock({ !$0.contains(entity.id) }) {
                messages += [
                    Message(topic: topic("status"), text: "online", isRetained: true), entity.announcement,
                ]
            }
            messages.append(Message(topic: entity.topic, text: state, isRetained: entity.isLasting))
        }
        if let data = try? JSONEncoder().encode(notice) {
            messages.append(Message(topic: topic("notices"), text: String(decoding: data, as: UTF8.self)))
        }
        try await connection.publish(messages)
        if let (entity, _) = entity(of: notice) { announced.withLock { _ = $0.insert(entity.id) } }
    }

    func end() async {
        guard let connection = connection.withLock({ $0.take() }) else { return }
        try? await connection.publish([Message(topic: topic("status"), text: "offline", isRetained: true)])
        connection.end()
    }

    private func connected() throws(NoticeFailure) -> MQTTConnection {
        let result = connection.withLock { connection -> Result<MQTTConnection, NoticeFailure> in
            if let connection { return .success(connection) }
            return Result { () throws(NoticeFailure) in
                let made = try MQTTConnection(
                    address, clientID: "rollcall-" + device.namePart,
                    will: Message(topic: topic("status"), text: "offline", isRetained: true),
                    authorities: authorities)
                connection = made
                return made
            }
        }
        return try result.get()
    }

    private func topic(_ path: String) -> String { "rollcall/\(device.namePart)/\(path)" }

    /// Something that Home Assistant shows.
    private struct Entity {
        let id: String
        let topic: String
        /// Whether the state holds until the next one.
        let isLasting: Bool
        let announcement: Message
    }

    private func entity(of notice: Notice) -> (Entity, state: String)? {
        switch notice.kind {
        case .arrived, .left:
            guard let name = notice.name else { return nil }
            let path = "people/" + name.namePart
            return (entity(path, called: name, class: "presence"), notice.kind == .arrived ? "ON" : "OFF")
        case .stranger:
            return (
                entity("stranger", called: "Stranger", class: "occupancy", lasts: Self.strangerSeconds), "ON"
            )
        case .silent, .filming:
            return (
                entity("camera", called: "Camera", class: "running"), notice.kind == .filming ? "ON" : "OFF"
            )
        case .absent: return nil
        }
    }

    private func entity(
        _ path: String, called name: String, class deviceClass: String, lasts seconds: Int? = nil
    ) -> Entity {
        let id = "rollcall_\(device.namePart)_" + path.replacing("/", with: "_")
        let announcement = Announcement(
            name: name, unique_id: id, state_topic: topic(path), availability_topic: topic("status"),
            device_class: deviceClass, off_delay: seconds,
            device: .init(identifiers: ["rollcall_\(device.namePart)"], name: "Rollcall \(device)"))
        let text = (try? JSONEncoder().encode(announcement)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return Entity(
            id: id, topic: topic(path), isLasting: seconds == nil,
            announcement: Message(
                topic: "homeassistant/binary_sensor/\(id)/config", text: text, isRetained: true))
    }

    // Home Assistant's names.
    private struct Announcement: Encodable {
        struct Device: Encodable {
            let identifiers: [String]
            let name: String
        }

        let name: String
        let unique_id: String
        let state_topic: String
        let availability_topic: String
        let device_class: String
        let off_delay: Int?
        let device: Device
    }
}
