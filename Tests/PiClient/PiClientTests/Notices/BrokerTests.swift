import Foundation
import TestSupport
import Testing

@testable import PiClient

/// A real mosquitto, as Debian packages it, and its own command as the subscriber.
@Suite(
    .enabled(
        if: MosquittoServer.isAvailable,
        "no mosquitto: apt-get install mosquitto mosquitto-clients libmosquitto1"),
    .timeLimit(.minutes(2)))
struct BrokerTests {
    private func broker(_ server: MosquittoServer, authorities: String? = nil) throws -> Broker {
        let scheme = server.authorities == nil ? "mqtt" : "mqtts"
        let address = try #require(MQTTAddress("\(scheme)://pi:open sesame@localhost:\(server.port)"))
        return Broker(address, device: "lab 1", authorities: authorities ?? server.authorities)
    }

    @Test func tellsHomeAssistantWhoIsHere() async throws {
        let server = try await MosquittoServer()
        defer { server.stop() }
        let broker = try broker(server)
        try await broker.tell(Notice(kind: .arrived, device: "lab 1", name: "Zoë/+#", time: 5))
        try await broker.tell(Notice(kind: .silent, device: "lab 1", time: 6))
        let retained = try await server.messages(below: "#", count: 5)
        #expect(retained["rollcall/lab_201/status"] == "online")
        #expect(retained["rollcall/lab_201/people/Zo_C3_AB_2F_2B_23"] == "ON")
        #expect(retained["rollcall/lab_201/camera"] == "OFF")
        let topic = "homeassistant/binary_sensor/rollcall_lab_201_people_Zo_C3_AB_2F_2B_23/config"
        let announced = try #require(
            try JSONSerialization.jsonObject(with: Data((retained[topic] ?? "").utf8)) as? [String: Any])
        #expect(announced["name"] as? String == "Zoë/+#")
        #expect(announced["state_topic"] as? String == "rollcall/lab_201/people/Zo_C3_AB_2F_2B_23")
        #expect(announced["device_class"] as? String == "presence")
        try await broker.tell(Notice(kind: .left, device: "lab 1", name: "Zoë/+#", time: 7))
        await broker.end()
        let after = try await server.messages(below: "rollcall/#", count: 3)
        #expect(after["rollcall/lab_201/people/Zo_C3_AB_2F_2B_23"] == "OFF")
        #expect(after["rollcall/lab_201/status"] == "offline")
    }

    @Test func theBrokerSaysSoWhenTheConnectionBreaks() async throws {
        let server = try await MosquittoServer()
        defer { server.stop() }
        let broker = try broker(server)
        try await broker.tell(Notice(kind: .arrived, device: "lab 1", name: "Ada", time: 5))
        // Whoever connects by the same name breaks the first connection (MQTT 3.1.1, 3.1.4).
        let after = try await server.messages(
            below: "rollcall/lab_201/status", count: 2, as: "rollcall-lab_201")
        #expect(after["rollcall/lab_201/status"] == "offline")
        await broker.end()
    }

    @Test func goesOverTLSToWhomTheAuthorityVouchesForAlone() async throws {
        let server = try await MosquittoServer(isSecure: true)
        defer { server.stop() }
        let genuine = try broker(server)
        try await genuine.tell(Notice(kind: .arrived, device: "lab 1", name: "Ada", time: 5))
        await genuine.end()
        let other = try broker(server, authorities: try await MosquittoServer.makeCertificate().certificate)
        let failure = await #expect(throws: NoticeFailure.self) {
            try await other.tell(Notice(kind: .left, device: "lab 1", name: "Ada", time: 6))
        }
        await other.end()
        #expect(failure?.isWorthAnother == true)
        #expect(failure?.description.contains("open sesame") == false)
    }

    @Test func aWrongPasswordIsSaidAndNotShown() async throws {
        let server = try await MosquittoServer()
        defer { server.stop() }
        let address = try #require(MQTTAddress("mqtt://pi:wrong@127.0.0.1:\(server.port)"))
        let broker = Broker(address, device: "lab", authorities: nil)
        let failure = await #expect(throws: NoticeFailure.self) {
            try await broker.tell(Notice(kind: .stranger, device: "lab", time: 5))
        }
        await broker.end()
        #expect(failure?.description.contains("refuses the connection") == true)
        #expect(failure?.description.contains("wrong") == false)
    }

    @Test(arguments: [
        ("mqtt://host", 1883), ("mqtts://host", 8883), ("mqtt://a:b@c@host:99/", 99), ("mqtt://[::1]:5", 5),
    ])
    func readsAddresses(text: String, port: Int) throws {
        let address = try #require(MQTTAddress(text))
        #expect(address.port == port)
        #expect(["host", "::1"].contains(address.host))
    }

    @Test(arguments: [
        "", "host", "http://host", "mqtt://", "mqtt://host:0", "mqtt://host:99999", "mqtt://host/topic",
    ])
    func refusesWhatIsNoAddress(text: String) {
        #expect(MQTTAddress(text) == nil)
    }
}
