import Foundation
import RollcallMessages
import RollcallServices
import TestSupport
import Testing
import WireFormats

@testable import PiClient

@Suite struct RollFormatTests {
    private static let names = [
        "Zoë Müller", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "Anne \"Nan\" O'Neil", "Wei, Zhang",
        "عمر", "李小龙",
        "<script>alert(1)</script>",
    ]

    private let roll: Roll

    init() throws {
        let names = try Self.names.map { try PersonName($0) }
        roll = Roll(
            of: .wholeDay(CivilDate(year: 2026, month: 11, day: 26), group: nil),
            students: names.map { Student(name: $0, major: "Law; and \"more\"") },
            attendance: AttendanceDay(
                day: CivilDate(year: 2026, month: 11, day: 26),
                records: [AttendanceRecord(device: "lab", name: "Zoë Müller", minutes: [485, 486])],
                marks: [
                    AttendanceMark(
                        name: "+1", status: .excused, reason: "ill\u{1b}[2J\nx", author: "eve", time: 1)
                ]))
    }

    /// What Python's reader makes of the file, which is how spreadsheets read it.
    @Test(.enabled(if: Python.interpreter(importing: "csv") != nil, "no Python"))
    func spreadsheetsReadEveryNameAndNoFormula() async throws {
        let script = """
            import csv, io, json, sys
            text = sys.stdin.buffer.read().decode("utf-8-sig")
            print(json.dumps(list(csv.DictReader(io.StringIO(text, newline="")))))
            """
        let csv = RollCSV().text(of: [roll]).value
        #expect(csv.unicodeScalars.first == "\u{feff}" && csv.contains("\r\n"))
        let interpreter = try #require(Python.interpreter(importing: "csv"))
        let output = try await Subprocess.run(
            interpreter, ["-c", script], input: Array(csv.utf8)
        ).output
        let rows = try JSONDecoder().decode([[String: String]].self, from: Data(output))
        #expect(rows.count == Self.names.count)
        for row in rows {
            let name = try #require(row["name"])
            #expect(
                Self.names.contains(name)
                    || name.first == "'" && Self.names.contains(String(name.dropFirst())))
            for value in row.values {
                #expect(!["=", "+", "-", "@", "\t", "\r"].contains(String(value.prefix(1))))
            }
        }
        let zoe = try #require(rows.first { $0["name"] == "Zoë Müller" })
        #expect(
            zoe["first"] == "08:05" && zoe["last"] == "08:06" && zoe["minutes"] == "2"
                && zoe["status"] == "present")
    }

    @Test func aPageEscapesNames() {
        let page = RollPage().text(of: [roll]).value
        #expect(!page.utf8.contains(0x1b))
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    }

    @Test func aTableIsAlignedAndMovesNoCursor() {
        let lines = RollTable(isTerminal: false).text(of: [roll]).value.split(separator: "\n")
        #expect(lines.count == Self.names.count + 1)
        #expect(lines[0] == "2026-11-26: 1 present, 8 absent, 1 excused")
        #expect(
            lines.contains { $0.contains("Zoë Müller") && $0.contains("present   08:05  08:06     2 min") })
        #expect(!lines.joined().utf8.contains(0x1b))
    }

    @Test func jsonHasAnObjectALesson() throws {
        struct Line: Decodable {
            struct Person: Decodable { let name: String; let status: String; let minutes: Int }
            let day: String
            let people: [Person]
        }
        let text = try RollJSON().text(of: [roll, roll]).value
        let lines: [Line] = try text.split(separator: "\n").map { line in
            try JSONDecoder().decode(Line.self, from: Data(line.utf8))
        }
        #expect(lines.map(\.day) == ["2026-11-26", "2026-11-26"])
        #expect(Set(lines[0].people.map(\.name)) == Set(Self.names))
    }
}
