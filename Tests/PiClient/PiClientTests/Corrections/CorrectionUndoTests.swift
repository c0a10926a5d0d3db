import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

/// `rollcall correct … --undo`
@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(2)))
struct CorrectionUndoTests {
    /// 08:00 on 26 November 2026 in Berlin, 07:00 by UTC.
    private let time: Int64 = 1_795_676_400_000
    private let day = CivilDate(year: 2026, month: 11, day: 26)

    /// Stores what was said of a clip of Ada so many seconds after eight o'clock, as the Recognizer does.
    private func correct(
        _ verdict: Correction.Verdict, after seconds: Int64, minute: Int, device: String = "lab",
        face: Int = 0, _ page: TestPage
    ) async throws -> String {
        let clip = ClipIdentity(device: device, timestamp: time + seconds * 1000).clipKey
        let correction = Correction(
            clip: clip, face: FaceReference(frame: face, x: 1, y: 1), verdict: verdict, time: time,
            embedding: StoredEmbedding([1] + [Float](repeating: 0, count: 127), model: "A network"))
        #expect(try await page.content.students.store(correction, of: "Ada") != nil)
        let place = LocalMinute(day: day, minute: minute)
        switch verdict {
        case .isPerson: try await page.content.attendance.confirm(place, of: "Ada", device: device)
        case .isNotPerson: try await page.content.attendance.deny(place, of: "Ada", device: device)
        }
        return clip
    }

    private func undo(_ clip: String, _ option: String, face: String? = nil, _ page: TestPage) async throws {
        let result = try await page.rollcall(
            ["correct", clip, option, "Ada", "--undo"] + (face.map { ["--face", $0] } ?? []),
            ["ROLLCALL_TIME_ZONE": "Europe/Berlin", "TZ": "UTC0"])
        #expect(result.status == 0, "\(result.errorText)")
    }

    private func minutes(_ page: TestPage) async throws -> Set<Int> {
        Set(try await page.content.attendance.attendance(on: day).records.flatMap(\.minutes))
    }

    @Test func `A minute comes back with the last correction of it, by the school's clock`() async throws {
        let page = try await TestPage()
        try await page.content.students.importStudents([Student(name: "Ada")])
        for minute in [420, 480] {
            try await page.content.attendance.add(
                LocalMinute(day: day, minute: minute), of: "Ada", device: "lab")
        }
        let first = try await correct(.isNotPerson, after: 1, minute: 480, page)
        let second = try await correct(.isNotPerson, after: 59, minute: 480, page)
        _ = try await correct(.isNotPerson, after: 59, minute: 480, face: 1, page)
        _ = try await correct(.isNotPerson, after: 2, minute: 480, device: "hall", page)
        _ = try await correct(.isNotPerson, after: 61, minute: 481, page)
        #expect(try await minutes(page) == [420])
        try await undo(first, "--not", page)
        #expect(try await minutes(page) == [420])
        try await undo(second, "--not", face: "0@1,1", page)
        #expect(try await minutes(page) == [420])
        try await undo(second, "--not", page)
        #expect(try await minutes(page) == [420, 480])
        let student = try await page.content.students.student(named: "Ada")
        #expect(student?.corrections.count == 2)
    }

    @Test func `A minute that was given is taken`() async throws {
        let page = try await TestPage()
        try await page.content.students.importStudents([Student(name: "Ada")])
        let clip = try await correct(.isPerson, after: 0, minute: 480, page)
        let other = try await correct(.isPerson, after: 60, minute: 481, page)
        #expect(try await minutes(page) == [480, 481])
        try await undo(clip, "--is", page)
        #expect(try await minutes(page) == [481])
        try await undo(other, "--is", page)
        #expect(try await minutes(page) == [])
    }
}
