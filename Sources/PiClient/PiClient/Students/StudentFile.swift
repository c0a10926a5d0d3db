import FoundationEssentials
import RollcallMessages

/// A list of students in a file.
///
/// JSON is a list such as the course's `student_data.json`, `[{"id":1,"name":"…","major":"…","year":"…"}]`; CSV has a
/// header line that names the columns `name`, `major` and `year` in any order. Further fields are passed over.
struct StudentFile: Sendable {
    let students: [Student]

    /// - Throws: `StudentFileError` if it cannot be read, or a student in it not be taken.
    init(path: String) throws(StudentFileError) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(path: path, reason: "\(error)")
        }
        do throws(StudentFileError.Fault) {
            students = try path.lowercased().hasSuffix(".csv") ? Self.readCSV(data) : Self.readJSON(data)
            try Self.check(students)
        } catch {
            throw .unusable(path: path, fault: error)
        }
    }

    private static func check(_ students: [Student]) throws(StudentFileError.Fault) {
        guard !students.isEmpty else { throw StudentFileError.Fault("there is no student in it") }
        var names: Set<String> = []
        for (index, student) in students.enumerated() {
            guard !student.name.isEmpty else {
                throw StudentFileError.Fault("student \(index + 1) has no name")
            }
            guard names.insert(student.name).inserted else {
                throw StudentFileError.Fault("\(student.name) is in it twice, and the name is the key")
            }
        }
    }

    private static func readJSON(_ data: Data) throws(StudentFileError.Fault) -> [Student] {
        do {
            return try JSONDecoder().decode([Row].self, from: data).map(\.student)
        } catch DecodingError.keyNotFound(let key, let context) {
            throw StudentFileError.Fault(
                "student \((context.codingPath.first?.intValue ?? 0) + 1) has no \(key.stringValue)")
        } catch DecodingError.typeMismatch(_, let context) {
            let place = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw StudentFileError.Fault(
                "it must be a list of objects with name, major and year"
                    + (place.isEmpty ? "" : " (at \(place))"))
        } catch {
            throw StudentFileError.Fault("it is not JSON: \(error)")
        }
    }

    private static func readCSV(_ data: Data) throws(StudentFileError.Fault) -> [Student] {
        var rows = CSVReader.rows(of: String(decoding: data, as: UTF8.self))
        guard !rows.isEmpty else { return [] }
        let header = rows.removeFirst().map { $0.lowercased() }
        guard let name = header.firstIndex(of: "name") else {
            throw StudentFileError.Fault("the first line must name the columns: name,major,year")
        }
        func field(_ row: [String], _ index: Int?) -> String? {
            guard let index, row.indices.contains(index), !row[index].isEmpty else { return nil }
            return row[index]
        }
        return rows.map { row in
            Student(
                name: field(row, name) ?? "", major: field(row, header.firstIndex(of: "major")),
                year: field(row, header.firstIndex(of: "year")))
        }
    }
}

/// One student of a JSON list.
private struct Row: Decodable {
    let student: Student

    private enum CodingKeys: String, CodingKey {
        case name, major, year
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let number = try? container.decodeIfPresent(Int.self, forKey: .year)
        student = Student(
            name: try container.decode(String.self, forKey: .name),
            major: try container.decodeIfPresent(String.self, forKey: .major),
            year: try number.map(String.init) ?? container.decodeIfPresent(String.self, forKey: .year))
    }
}

/// Why a list of students cannot be imported. Nothing was stored.
enum StudentFileError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case unusable(path: String, fault: Fault)

    /// What is wrong in the file.
    struct Fault: Error, Equatable {
        let text: String
        init(_ text: String) { self.text = text }
    }

    var description: String {
        switch self {
        case .unreadable(let path, let reason): "cannot read \(path): \(reason)."
        case .unusable(let path, let fault): "\(path) cannot be imported: \(fault.text)."
        }
    }
}
