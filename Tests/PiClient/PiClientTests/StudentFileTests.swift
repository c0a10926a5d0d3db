import RollcallMessages
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
                Student(name: "mr_bean", major: "lawyer", year: "freshmen"),
                Student(name: "ada", year: "2027"),
            ])
    }

    @Test func readsCSV() throws {
        let text =
            "\u{feff}Year, Name ,Major,email\r\n2027,Ada Lovelace,\"Mathematics, pure\",a@b\r\n\r\n"
            + "2026,\"Robert \"\"Bob\"\" Ray\",,\nsenior,\"Zoë\nMaría\" , Physics"
        #expect(
            try read(text, as: "students.CSV") == [
                Student(name: "Ada Lovelace", major: "Mathematics, pure", year: "2027"),
                Student(name: "Robert \"Bob\" Ray", year: "2026"),
                Student(name: "Zoë\nMaría", major: "Physics", year: "senior"),
            ])
    }

    @Test func saysWhatIsWrong() throws {
        #expect(try fault("[]", as: "a.json").contains("there is no student in it"))
        #expect(try fault("", as: "a.csv").contains("there is no student in it"))
        #expect(try fault("{}", as: "a.json").contains("must be a list of objects"))
        #expect(try fault("nonsense", as: "a.json").contains("is not JSON"))
        #expect(try fault(#"[{"name":"a"},{"major":"b"}]"#, as: "a.json").contains("student 2 has no name"))
        #expect(try fault("Ada,Mathematics,2027", as: "a.csv").contains("must name the columns"))
        #expect(try fault("name,major\nAda,x\n,y", as: "a.csv").contains("student 2 has no name"))
        #expect(try fault("name\nAda\nAda", as: "a.csv").contains("Ada is in it twice"))
        #expect(throws: StudentFileError.self) { try StudentFile(path: "/nonexistent.json") }
    }
}
