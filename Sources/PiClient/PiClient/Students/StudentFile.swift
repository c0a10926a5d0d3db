import FoundationEssentials
import RollcallMessages
import WireFormats

/// A list of students in a file.
///
/// JSON is a list such as the course's `student_data.json`, `[{"id":1,"name":"…","major":"…","year":"…"}]`; CSV has a
/// header line that names the columns `name`, `id`, `major`, `year` and `groups` in any order. Further fields are
/// passed over.
struct StudentFile: Sendable {
    let students: [Student]
    let encoding: TextFile.Encoding
    /// The columns of which nothing is known.
    let otherColumns: [String]

    private static let columns: Set = ["name", "id", "major", "year", "groups", "group"]

    /// A class of ten thousand takes one.
    private static let maximumBytes = 32 << 20

    /// - Throws: `StudentFileError` if it cannot be read, or a student in it not be taken.
    init(path: String) throws(StudentFileError) {
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path, atMost: Self.maximumBytes)
        } catch {
            throw .unreadable(path: path, reason: error)
        }
        do throws(StudentFileError.Fault) {
            let isCSV = [".csv", ".tsv", ".txt"].contains { path.lowercased().hasSuffix($0) }
            try self.init(bytes, isCSV: isCSV)
        } catch {
            throw .unusable(path: path, fault: error)
        }
    }

    /// Reads the bytes of such a file.
    init(_ bytes: [UInt8], isCSV: Bool) throws(StudentFileError.Fault) {
        let file = try TextFile(bytes)
        var otherColumns: [String] = []
        students = try Self.students(
            isCSV ? Self.readCSV(file.text, &otherColumns) : Self.readJSON(file.text))
        self.otherColumns = otherColumns
        encoding = file.encoding
    }

    private static func students(_ rows: [StudentRow]) throws(StudentFileError.Fault) -> [Student] {
        guard !rows.isEmpty else { throw StudentFileError.Fault("there is no student in it") }
        var seen: [PersonName: (row: StudentRow, student: Student)] = [:]
        var students: [Student] = []
        for row in rows {
            let student = try row.student()
            if let other = seen.updateValue((row, student), forKey: student.name) {
                let names = "\(student.name) is in it twice (\(other.row.place) and \(row.place))"
                throw StudentFileError.Fault(
                    other.student.id == student.id
                        ? "\(names), and the name is the key"
                        : "\(names) with two ids; give one of them a name that tells the two apart")
            }
            students.append(student)
        }
        return students
    }

    private static func readJSON(_ text: String) throws(StudentFileError.Fault) -> [StudentRow] {
        do {
            let rows = try JSON.decode([StudentRow].self, from: Array(text.utf8))
            return rows.enumerated().map { index, row in row.placed("student \(index + 1)") }
        } catch DecodingError.typeMismatch(_, let context) {
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw StudentFileError.Fault(
                "it must be a list of objects with name, major and year"
                    + (place.isEmpty ? "" : " (at \(place))"))
        } catch DecodingError.dataCorrupted(let context) {
            throw StudentFileError.Fault("it is not JSON: \(context.debugDescription)")
        } catch {
            throw StudentFileError.Fault("it is not JSON: \(error)")
        }
    }

    private static func readCSV(
        _ text: String, _ otherColumns: inout [String]
    ) throws(StudentFileError.Fault) -> [StudentRow] {
        var rows = try CSVReader.rows(of: text)
        guard !rows.isEmpty else { return [] }
        let header = rows.removeFirst().fields.map { $0.lowercased() }
        guard header.contains("name") else {
            throw StudentFileError.Fault("the first line must name the columns: name,major,year")
        }
        if let twice = header.first(where: { name in columns.contains(name) && header.count { $0 == name } > 1
        }) {
            throw StudentFileError.Fault("the first line names the column \(twice) twice")
        }
        otherColumns = header.filter { !$0.isEmpty && !columns.contains($0) }
        var students: [StudentRow] = []
        for row in rows where row.fields.contains(where: { !$0.isEmpty }) {
            try row.check(columns: header.count)
            let fields = Dictionary(zip(header, row.fields)) { first, _ in first }
            students.append(StudentRow(fields, place: "line \(row.line)"))
        }
        return students
    }
}

/// Why a list of students cannot be imported. Nothing was stored.
enum StudentFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: FileError)
    case unusable(path: String, fault: Fault)

    /// What is wrong in the file.
    struct Fault: Error, Equatable {
        let text: String
        init(_ text: String) { self.text = text }
    }

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "\(path) cannot be read: \(reason)."
        case .unusable(let path, let fault): "\(path) cannot be imported: \(fault.text)."
        }
    }
}
