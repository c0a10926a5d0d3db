import RollcallMessages

/// What a list says of one student, as it is written there.
struct StudentRow {
    /// Where in the file: `line 3`, `student 3`.
    private(set) var place = ""
    private let name: String?
    private let id: String?
    private let major: String?
    private let year: String?
    private let groups: [String]

    /// A row of a table, by the names of its columns.
    init(_ fields: [String: String], place: String) {
        self.place = place
        name = fields["name"]
        id = fields["id"]
        major = fields["major"]
        year = fields["year"]
        groups = GroupList.names(in: fields["groups"] ?? fields["group"] ?? "")
    }

    func placed(_ place: String) -> StudentRow {
        var row = self
        row.place = place
        return row
    }

    /// The student.
    ///
    /// - Throws: `StudentFileError.Fault` that says where which text cannot be used.
    func student() throws(StudentFileError.Fault) -> Student {
        guard let name, !name.isEmpty else { throw StudentFileError.Fault("\(place) has no name") }
        var field = "name"
        do throws(TextError) {
            let person = try PersonName(name)
            field = "id"
            let id = try Student.detail(id)
            field = "major"
            let major = try Student.detail(major)
            field = "year"
            let year = try Student.detail(year)
            field = "groups"
            return Student(
                name: person, id: id, major: major, year: year, groups: try GroupList.groups(groups))
        } catch {
            throw StudentFileError.Fault("\(place): the \(field) cannot be used: \(error)")
        }
    }
}

extension StudentRow: Decodable {
    private enum CodingKeys: String, CodingKey {
        case name, id, major, year, groups
    }

    /// Reads an object of a JSON list; ids and years may be numbers, groups a list or one text.
    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func word(_ key: CodingKeys) throws -> String? {
            if let number = try? container.decodeIfPresent(Int.self, forKey: key) { return String(number) }
            return try container.decodeIfPresent(String.self, forKey: key)
        }
        name = try container.decodeIfPresent(String.self, forKey: .name)
        id = try word(.id)
        major = try container.decodeIfPresent(String.self, forKey: .major)
        year = try word(.year)
        if let list = try? container.decodeIfPresent([String].self, forKey: .groups) {
            groups = list
        } else {
            groups = GroupList.names(in: try container.decodeIfPresent(String.self, forKey: .groups) ?? "")
        }
    }
}

/// Groups in one text, as a table's field or an option has them: `algebra; logic`.
enum GroupList {
    /// The groups' names, between commas, semicolons or bars.
    static func names(in text: String) -> [String] {
        text.split { $0 == "," || $0 == ";" || $0 == "|" }.map(String.init)
    }

    /// - Throws: `TextError` for a name that cannot be used, or too many.
    static func groups(_ names: [String]) throws(TextError) -> Set<String> {
        var groups: Set<String> = []
        for name in names {
            if let group = try Student.detail(name) { groups.insert(group) }
        }
        guard groups.count <= Student.maximumGroups else {
            throw .tooMany(count: groups.count, maximum: Student.maximumGroups)
        }
        return groups
    }
}
