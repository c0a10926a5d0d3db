import Foundation
import RollcallMessages
import TestSupport
import Testing

@testable import PiClient

@Suite struct StudentFileTests {
    private func read(_ text: String, as name: String) throws -> [Student] {
        try StudentFile(path: Scratch.file(named: name, bytes: [UInt8](text.utf8))).students
    }

    private func fault(_ text: String, as name: String) throws -> String {
        let error = #expect(throws: StudentFileError.self) { try read(text, as: name) }
        return error.map { "\($0)" } ?? ""
    }

    @Test func readsTheCoursesJSON() throws {
        let text = """
            [{"id":1,"name":"mr_bean","major":"lawyer","year":"freshmen"},{"id":2,"name":"ada","year":2027}]
            """
        #expect(
            try read(text, as: "student_data.json") == [
                Student(name: "mr_bean", id: "1", major: "lawyer", year: "freshmen"),
                Student(name: "ada", id: "2", year: "2027"),
            ])
    }

    @Test func columnsOfWhichNothingIsKnownAreNamed() throws {
        #expect(
            try read(Array("Name;Studiengang;Jahr;\nAda;Logic;1843;\n".utf8)).otherColumns == [
                "studiengang", "jahr",
            ])
        #expect(try read(Array("name,MAJOR\nAda,Logic\n".utf8)).otherColumns.isEmpty)
        #expect(
            try fault("name,major,Name\nAda,Logic,Eve\n", as: "a.csv").contains("names the column name twice")
        )
    }

    @Test(arguments: ["", "[{\"name\":\"Ada\"", "[{\"name\":NaN}]"])
    func whereJSONEndsIsTold(text: String) throws {
        let fault = try fault(text, as: "a.json")
        #expect(fault.contains("at byte") && !fault.contains("DecodingError"), "\(fault)")
    }

    @Test func readsCSV() throws {
        let text =
            "\u{feff}Year, Name ,Major,email\r\n2027,Ada Lovelace,\"Mathematics, pure\",a@b\r\n\r\n"
            + "2026,\"Robert \"\"Bob\"\" Ray\",,\nsenior,\"Zoë María\" , Physics"
        #expect(
            try read(text, as: "students.CSV") == [
                Student(name: "Ada Lovelace", major: "Mathematics, pure", year: "2027"),
                Student(name: "Robert \"Bob\" Ray", year: "2026"),
                Student(name: "Zoë María", major: "Physics", year: "senior"),
            ])
    }

    @Test func saysWhatIsWrong() throws {
        #expect(try fault("[]", as: "a.json").contains("there is no student in it"))
        #expect(try fault("", as: "a.csv").contains("there is no student in it"))
        #expect(try fault("{}", as: "a.json").contains("must be a list of objects"))
        #expect(try fault("nonsense", as: "a.json").contains("is not JSON"))
        #expect(try fault(#"[{"name":"a"},{"major":"b"}]"#, as: "a.json").contains("student 2 has no name"))
        #expect(try fault("Ada,Mathematics,2027", as: "a.csv").contains("must name the columns"))
        #expect(try fault("name,major\nAda,x\n,y", as: "a.csv").contains("line 3 has no name"))
        #expect(try fault("name\nAda\nAda", as: "a.csv").contains("Ada is in it twice"))
        #expect(throws: StudentFileError.self) { try StudentFile(path: "/nonexistent.json") }
    }

    private func read(_ bytes: [UInt8], as name: String = "students.csv") throws -> StudentFile {
        try StudentFile(path: Scratch.file(named: name, bytes: bytes))
    }

    private func fault(_ bytes: [UInt8]) throws -> String {
        let error = #expect(throws: StudentFileError.self) { try read(bytes) }
        return error.map { "\($0)" } ?? ""
    }

    /// What Excel, Numbers and LibreOffice write, by Foundation's own encoders.
    @Test(arguments: [
        String.Encoding.utf8, .utf16LittleEndian, .utf16BigEndian, .windowsCP1252,
    ])
    func readsWhatSpreadsheetsWrite(encoding: String.Encoding) throws {
        let marks: [String.Encoding: [UInt8]] = [
            .utf8: [0xEF, 0xBB, 0xBF], .utf16LittleEndian: [0xFF, 0xFE], .utf16BigEndian: [0xFE, 0xFF],
        ]
        for separator in [",", ";", "\t"] {
            for lineEnd in ["\n", "\r\n", "\r"] {
                let lines = [
                    "Name,Major,Year,Groups", "Zoë Müller,\"Law, \"\"public\"\"\",2027,\"logic; algebra\"",
                    "\"Šárka O’Brien\",,,", "",
                ]
                let text = lines.map { line in
                    var isQuoted = false
                    return String(
                        line.map { character in
                            if character == "\"" { isQuoted.toggle() }
                            return character == "," && !isQuoted ? Character(separator) : character
                        })
                }.joined(separator: lineEnd)
                let data = try #require(text.replacing("á", with: "a").data(using: encoding))
                for mark in [marks[encoding] ?? [], []] {
                    let file = try read(mark + [UInt8](data))
                    #expect(
                        file.students == [
                            Student(
                                name: "Zoë Müller", major: "Law, \"public\"", year: "2027",
                                groups: ["logic", "algebra"]),
                            Student(name: "Šarka O’Brien"),
                        ], "\(encoding) \(separator) \(lineEnd.debugDescription)")
                    #expect((file.encoding == .windows1252) == (encoding == .windowsCP1252))
                }
            }
        }
    }

    @Test func saysWhichLineIsNoText() throws {
        // 0x81 is nothing in Windows-1252.
        #expect(try fault([UInt8]("name\nAda\nM".utf8) + [0x81, 0x0A]).contains("line 3 is neither"))
        // UTF-8 in one line, Windows-1252 in another.
        #expect(
            try fault([UInt8]("name\nZoë\nM".utf8) + [0xFC] + [UInt8]("ller\n".utf8)).contains(
                "line 3 is neither"))
        // UTF-16 cut in the middle of a character.
        #expect(try fault([0xFF, 0xFE, 0x6E, 0x00, 0x61]).contains("line 1 is not the UTF-16"))
        #expect(
            try fault([0xFF, 0xFE] + "name\nA".utf16.flatMap { [UInt8($0), 0] } + [0x00, 0xD8]).contains(
                "line 2"))
    }

    @Test func saysWhichLineIsWrong() throws {
        #expect(try fault("name;major\nAda;Law\nBob;Law;Arts", as: "a.csv").contains("line 3 has 3 fields"))
        #expect(try fault("name,major\nLovelace, Ada,Law", as: "a.csv").contains("line 2 has 3 fields"))
        #expect(try fault("name,major\n\"Ada,Law\nBob,Law", as: "a.csv").contains("opens in line 2"))
        #expect(try fault("name,major\n\"Ada\"x,Law", as: "a.csv").contains("line 2 has text after"))
        #expect(try fault("name,major\n\"A\nda\",x\n", as: "a.csv").contains("line 2: the name"))
        #expect(try fault("name\nZo\u{fffd}", as: "a.csv").contains("line 2: the name cannot be used"))
        #expect(try fault("name,major\nAda,x\u{1b}[2J", as: "a.csv").contains("line 2: the major"))
        #expect(try fault("name\nrollcall:gallery", as: "a.csv").contains("Rollcall's own"))
        #expect(try fault(#"[{"name":"a"},{"name":"\u001b"}]"#, as: "a.json").contains("student 2: the name"))
        // Spreadsheets fill rows up, and leave empty ones behind.
        #expect(
            try read("name,major,,\nAda,Law,,\n,,,\n  ,\n", as: "a.csv") == [
                Student(name: "Ada", major: "Law")
            ])
        #expect(
            try read("sep=;\r\nname;major\r\nAda;Law\r\n", as: "a.csv") == [
                Student(name: "Ada", major: "Law")
            ])
    }

    @Test func twoOfOneNameAreToldApartByTheirNames() throws {
        let same = try fault("name\nJos\u{e9}\nJose\u{301}", as: "a.csv")
        #expect(same.contains("is in it twice (line 2 and line 3), and the name is the key"))
        let two = try fault("name,id\nWei Zhang,1\n Wei  Zhang,2", as: "a.csv")
        #expect(two.contains("with two ids"))
    }

    @Test func groupsAreAListOrAText() throws {
        let json =
            #"[{"name":"a","groups":["logic"," set  theory "]},{"name":"b","groups":"logic | algebra"}]"#
        #expect(
            try read(json, as: "a.json").map(\.groups) == [["logic", "set theory"], ["logic", "algebra"]])
        #expect(try read("group,name\n\"a;b\",Ada", as: "a.csv").map(\.groups) == [["a", "b"]])
        let many = (0...50).map { "g\($0)" }.joined(separator: ";")
        #expect(try fault("groups,name\n\"\(many)\",Ada", as: "a.csv").contains("51"))
    }

    @Test func aFileThatCannotBeReadIsSaidInWords() throws {
        #expect(throws: StudentFileError.unreadable(path: "/nofile.csv", reason: .system(ENOENT))) {
            try StudentFile(path: "/nofile.csv")
        }
        #expect(
            "\(StudentFileError.unreadable(path: "x.csv", reason: .system(ENOENT)))"
                == "x.csv cannot be read: there is no such file.")
        #expect(throws: StudentFileError.unreadable(path: "/tmp", reason: .system(EISDIR))) {
            try StudentFile(path: "/tmp")
        }
        #expect(throws: StudentFileError.unreadable(path: "/dev/zero", reason: .tooLarge(maximum: 32 << 20)))
        {
            try StudentFile(path: "/dev/zero")
        }
    }
}
