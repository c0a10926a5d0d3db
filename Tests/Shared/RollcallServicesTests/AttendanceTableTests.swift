import AWSClients
import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct AttendanceTableTests {
    private let day = CivilDate(year: 2026, month: 11, day: 26)

    /// A table of its own on a server of its own.
    private func withTable(_ body: (AttendanceTable, DynamoDBClient) async throws -> Void) async throws {
        let server = try await MotoServer()
        defer { server.stop() }
        let session = try AWSSession(configuration: AWSConfiguration(environment: server.clientEnvironment()))
        let client = DynamoDBClient(session: session)
        try await client.createTable(
            "Attendance", partitionKey: DynamoDBKey("day"), sortKey: DynamoDBKey("person"))
        try await body(AttendanceTable(client: client, days: 10), client)
        await session.shutdown()
    }

    private func at(_ minute: Int) -> LocalMinute { LocalMinute(day: day, minute: minute) }

    @Test func minutesThatComeTwiceAndOutOfOrderAreThereOnce() async throws {
        try await withTable { table, _ in
            for minute in [485, 480, 485, 481, 480] {
                try await table.add(at(minute), of: "Ada #1 Lovelace", device: "lab")
            }
            try await table.add(at(482), of: nil, device: "lab")
            try await table.add(at(483), of: "Bob", device: nil)
            try await table.add(LocalMinute(day: day.advanced(by: 1), minute: 1), of: "Bob", device: "lab")
            let attendance = try await table.attendance(on: day)
            #expect(
                Set(attendance.records) == [
                    AttendanceRecord(device: "lab", name: "Ada #1 Lovelace", minutes: [480, 481, 485]),
                    AttendanceRecord(device: "lab", name: nil, minutes: [482]),
                    AttendanceRecord(device: "", name: "Bob", minutes: [483]),
                ])
        }
    }

    @Test func whoWasCorrectedAwayStaysAwayWhateverStillComes() async throws {
        try await withTable { table, _ in
            try await table.add(at(480), of: "Ada", device: "lab")
            try await table.add(at(481), of: "Ada", device: "lab")
            try await table.deny(at(481), of: "Ada", device: "lab")
            try await table.add(at(481), of: "Ada", device: "lab")
            #expect(try await table.attendance(on: day).records.map(\.minutes) == [[480]])
            try await table.confirm(at(481), of: "Ada", device: "lab")
            #expect(try await table.attendance(on: day).records.map(\.minutes) == [[480, 481]])
            try await table.deny(at(500), of: "Bob", device: "lab")
            #expect(try await table.attendance(on: day).records.count == 1)
        }
    }

    @Test func whatWasSaidOfAMinuteIsTakenBack() async throws {
        try await withTable { table, _ in
            try await table.add(at(480), of: "Ada", device: "lab")
            try await table.deny(at(480), of: "Ada", device: "lab")
            try await table.deny(at(481), of: "Ada", device: "lab")
            try await table.confirm(at(482), of: "Ada", device: "lab")
            #expect(try await table.attendance(on: day).records.map(\.minutes) == [[482]])
            try await table.takeBack(.isNotPerson, in: at(480), of: "Ada", device: "lab")
            #expect(try await table.attendance(on: day).records.map(\.minutes) == [[480, 482]])
            try await table.takeBack(.isPerson, in: at(482), of: "Ada", device: "lab")
            #expect(try await table.attendance(on: day).records.map(\.minutes) == [[480]])
            // What is denied still is, and what was never said is no error.
            try await table.add(at(481), of: "Ada", device: "lab")
            try await table.takeBack(.isNotPerson, in: at(500), of: "Ada", device: "lab")
            try await table.takeBack(.isPerson, in: at(480), of: "Bob", device: nil)
            #expect(try await table.attendance(on: day).records.map(\.minutes) == [[480]])
        }
    }

    @Test func marksAreKeptBesideWhatWasSeen() async throws {
        try await withTable { table, _ in
            try await table.add(at(480), of: "Ada", device: "lab")
            let first = AttendanceMark(name: "Ada", status: .excused, reason: "ill", author: "eve", time: 1)
            let second = AttendanceMark(
                name: "Ada", lesson: "08:00 Maths", status: .late, author: "eve", time: 2)
            let third = AttendanceMark(name: "Ada", status: .absent, author: "mallory", time: 3)
            for mark in [first, second, third] { try await table.mark(mark, on: day) }
            let attendance = try await table.attendance(on: day)
            #expect(Set(attendance.marks) == [second, third])
            #expect(attendance.records == [AttendanceRecord(device: "lab", name: "Ada", minutes: [480])])
        }
    }

    @Test func everyItemIsForgottenInTheEnd() async throws {
        try await withTable { table, client in
            try await table.add(at(480), of: "Ada", device: "lab")
            try await table.mark(
                AttendanceMark(name: "Bob", status: .absent, author: "eve", time: 1), on: day)
            let items = try await client.scan(table: "Attendance").items
            let expires = String((day.daysSinceEpoch + 11) * 86_400)
            #expect(items.map { $0["expires"]?.number } == [expires, expires])
        }
    }

    @Test func aRowThatMakesNoSenseHidesNoOther() async throws {
        try await withTable { table, client in
            let key: (String) -> Item = { ["day": .string("2026-11-26"), "person": .string($0)] }
            try await client.putItem(table: "Attendance", item: key("no separator"))
            try await client.putItem(
                table: "Attendance",
                item: key("lab#Eve").merging(["minutes": .numberSet(["1440", "7", "-1", "1e9"])]) { $1 })
            try await client.putItem(
                table: "Attendance",
                item: key("#Eve").merging(["marks": .map(["day": .string("?"), "x": .map([:])])]) { $1 })
            let attendance = try await table.attendance(on: day)
            #expect(attendance.records == [AttendanceRecord(device: "lab", name: "Eve", minutes: [7])])
            #expect(attendance.marks.isEmpty)
        }
    }

    @Test func readsADayOfMoreThanAPage() async throws {
        try await withTable { table, client in
            // A page ends at 1 MB ("Query", Amazon DynamoDB API Reference).
            let filler = AttributeValue.string(String(repeating: "x", count: 300_000))
            for number in 0..<5 {
                try await client.putItem(
                    table: "Attendance",
                    item: [
                        "day": .string("2026-11-26"), "person": .string("lab#\(number)"), "filler": filler,
                        "minutes": .numberSet(["\(number)"]),
                    ])
            }
            #expect(try await table.attendance(on: day).records.count == 5)
        }
    }
}
