import AWSClients
import Foundation
import RollcallMessages
import RollcallServices
import TestSupport
import Testing

@testable import Recognizer

/// A school's load on the roll: 100 devices film 500 people, each in the room of a device.
@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(5)))
struct AttendanceLoadTests {
    private static let devices = 100
    private static let peopleOfDevice = 5
    private static let minutes = 2
    private static let clipsOfMinute = 120
    /// Each device's clips go to so many environments in turn.
    private static let environments = 2

    /// moto, and how many items were changed at `/writes`.
    private static let script = """
        from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
        from werkzeug.serving import run_simple
        application = DomainDispatcherApplication(create_backend_app)
        writes = []
        def counted(environment, start):
            if environment.get("HTTP_X_AMZ_TARGET", "").endswith(".UpdateItem"):
                writes.append(1)
            if environment["PATH_INFO"] == "/writes":
                start("200 OK", [])
                return [str(len(writes)).encode()]
            return application(environment, start)
        run_simple("127.0.0.1", int(sys.argv[1]), counted, threaded=True)
        """

    /// What one device's camera sees: everybody but in the minutes in which they are elsewhere.
    private static func names(_ device: Int, minute: Int) -> [String] {
        (0..<peopleOfDevice).filter { ($0 + device + minute) % 4 != 0 }.map {
            "Person \(device * peopleOfDevice + $0)"
        }
    }

    private static func results(of device: Int, from start: Int64) -> [RecognitionResult] {
        var generator = SeededGenerator(seed: UInt64(device))
        var results: [RecognitionResult] = []
        for minute in 0..<minutes {
            for clip in 0..<clipsOfMinute {
                let identity = ClipIdentity(
                    device: "room \(device)", timestamp: start + Int64(minute) * 60_000 + Int64(clip) * 500)
                let box = BoundingBox(x: 0, y: 0, width: 50, height: 50)
                let result = RecognitionResult(
                    identity: identity, clipKey: identity.clipKey, status: .recognized,
                    people: names(device, minute: minute).map {
                        RecognizedFace(box: box, name: $0, major: nil, year: nil)
                    }, confidence: 1, timings: Timings())
                results.append(result)
                if Int.random(in: 0..<10, using: &generator) == 0 { results.append(result) }
            }
        }
        // A tenth comes a while after its time.
        for index in results.indices where Int.random(in: 0..<10, using: &generator) == 0 {
            results.swapAt(index, min(results.count - 1, index + Int.random(in: 1...100, using: &generator)))
        }
        return results
    }

    @Test func theMinutesOfTheRollAreThoseOfTheFilm() async throws {
        let server = try await PythonServer(
            script: Self.script, interpreter: try #require(Python.interpreter(importing: "moto", "flask")))
        defer { server.stop() }
        let endpoint = "http://127.0.0.1:\(server.port)"
        let session = try AWSSession(
            configuration: AWSConfiguration(environment: [
                "AWS_ENDPOINT_URL": endpoint, "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "AKIA",
                "AWS_SECRET_ACCESS_KEY": "secret",
            ]))
        let client = DynamoDBClient(session: session)
        try await client.createTable(
            "Attendance", partitionKey: DynamoDBKey("day"), sortKey: DynamoDBKey("person"))
        let table = AttendanceTable(client: client)
        // A whole minute.
        let start: Int64 = 1_795_435_200_000
        let books = (0..<Self.devices * Self.environments).map { _ in AttendanceBook(table: table) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for device in 0..<Self.devices {
                if device >= 8 { try await group.next() }
                group.addTask {
                    for (number, result) in Self.results(of: device, from: start).enumerated() {
                        try await books[device * Self.environments + number % Self.environments].note(result)
                    }
                }
            }
            try await group.waitForAll()
        }

        let first = try #require(LocalMinute(unixMilliseconds: start))
        let attendance = try await table.attendance(on: first.day)
        var expected: Set<AttendanceRecord> = []
        for device in 0..<Self.devices {
            for person in 0..<Self.peopleOfDevice {
                let name = "Person \(device * Self.peopleOfDevice + person)"
                let minutes = (0..<Self.minutes).filter { Self.names(device, minute: $0).contains(name) }
                guard !minutes.isEmpty else { continue }
                expected.insert(
                    AttendanceRecord(
                        device: "room \(device)", name: name, minutes: Set(minutes.map { first.minute + $0 }))
                )
            }
        }
        #expect(Set(attendance.records) == expected)
        #expect(attendance.records.count == expected.count)

        let url = try #require(URL(string: endpoint + "/writes"))
        let writes = try #require(Double(String(decoding: try Data(contentsOf: url), as: UTF8.self)))
        let clips = Double(Self.devices * Self.minutes * Self.clipsOfMinute)
        let people =
            Double(expected.reduce(0) { $0 + $1.minutes.count }) / Double(Self.devices * Self.minutes)
        #expect(writes / clips / people <= 0.05, "writes a clip for a person who stays")
        await session.shutdown()
    }
}
