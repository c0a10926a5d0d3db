import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

/// The days of 23 and of 25 hours.
@Suite(.serialized) struct ClockChangeTests {
    /// The roll of a day on which somebody stood before the camera from its first moment to its last.
    private func roll(of day: CivilDate, hours: Int, from start: Int64, _ lesson: Lesson? = nil) throws
        -> Roll
    {
        try inZone("Europe/Berlin") {
            var minutes: [LocalMinute] = []
            for minute in -1...(hours * 60) {
                minutes.append(
                    try #require(LocalMinute(unixMilliseconds: (start + Int64(minute) * 60) * 1000)))
            }
            #expect(minutes.first?.day == day.advanced(by: -1) && minutes.last?.day == day.advanced(by: 1))
            let own = Set(minutes.filter { $0.day == day }.map(\.minute))
            return Roll(
                of: lesson ?? .wholeDay(day, group: nil), students: [Student(name: "Ada")],
                attendance: AttendanceDay(
                    day: day, records: [AttendanceRecord(device: "lab", name: "Ada", minutes: own)]))
        }
    }

    @Test func `On the day of 23 hours an hour is not there`() throws {
        let day = CivilDate(year: 2026, month: 3, day: 29)
        let ada = try #require(try roll(of: day, hours: 23, from: 1_774_738_800).entries.first)
        #expect(ada.minutes == 23 * 60 && ada.first == 0 && ada.last == 1439)
        #expect(!ada.seen.contains { (120..<180).contains($0) })
    }

    @Test func `On the day of 25 hours an hour is there once`() throws {
        let day = CivilDate(year: 2026, month: 10, day: 25)
        let ada = try #require(try roll(of: day, hours: 25, from: 1_792_879_200).entries.first)
        #expect(ada.seen == Array(0..<1440))
    }

    @Test func `A lesson after the change has its minutes`() throws {
        for (day, hours, start) in [
            (CivilDate(year: 2026, month: 3, day: 29), 23, 1_774_738_800),
            (CivilDate(year: 2026, month: 10, day: 25), 25, 1_792_879_200),
        ] as [(CivilDate, Int, Int64)] {
            let lesson = Lesson(day: day, start: 480, end: 525, lateAfter: 5)
            let ada = try #require(try roll(of: day, hours: hours, from: start, lesson).entries.first)
            #expect(ada.status == .present && ada.minutes == 45)
        }
    }
}
