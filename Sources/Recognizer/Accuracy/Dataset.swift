import Foundation

/// A folder of people and clips: `faces/<set>/<person>/*.jpg`, `clips/meta.json` and `clips/*.h264`; and of many more
/// people, `many/<person>/*.jpg`.
struct Dataset {
    /// A clip and who is in it.
    struct Clip: Decodable {
        let file: String
        let person: String
        let level: String

        private enum CodingKeys: String, CodingKey {
            case file = "clip"
            case person = "id"
            case level
        }
    }

    /// Each person's photographs in the order of their names.
    let people: [String: [URL]]
    /// The same of people who fill large galleries, and are strangers; nobody where there is no such folder.
    let many: [String: [URL]]
    let clips: [Clip]
    private let clipFolder: URL

    /// Reads the folder; nothing of the pictures yet.
    init(folder: URL) throws {
        let faces = folder.appending(path: "faces").resolvingSymlinksInPath()
        var people: [String: [URL]] = [:]
        for set in try Self.contents(of: faces) where Self.isFolder(set) {
            people.merge(try Self.people(of: set)) { $1 }
        }
        let many = folder.appending(path: "many").resolvingSymlinksInPath()
        self.many = Self.isFolder(many) ? try Self.people(of: many) : [:]
        guard !people.isEmpty else { throw DatasetError.noPeople(folder: faces.path) }
        self.people = people
        clipFolder = folder.appending(path: "clips").resolvingSymlinksInPath()
        let description = clipFolder.appending(path: "meta.json")
        clips =
            FileManager.default.fileExists(atPath: description.path)
            ? try JSONDecoder().decode([Clip].self, from: Data(contentsOf: description)) : []
    }

    /// A clip's bytes.
    func bytes(of clip: Clip) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: clipFolder.appending(path: clip.file)))
    }

    private static func people(of set: URL) throws -> [String: [URL]] {
        var people: [String: [URL]] = [:]
        for person in try contents(of: set) where isFolder(person) {
            let photographs = try contents(of: person).filter { $0.pathExtension == "jpg" }
            if !photographs.isEmpty { people[person.lastPathComponent] = photographs }
        }
        return people
    }

    private static func contents(of folder: URL) throws -> [URL] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }

    private static func isFolder(_ url: URL) -> Bool {
        // A link to a folder is one, too.
        (try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.isDirectoryKey]).isDirectory) == true
    }
}

/// Why a folder cannot be measured on.
enum DatasetError: Error, CustomStringConvertible {
    case noPeople(folder: String)

    var description: String {
        switch self {
        case .noPeople(let folder):
            "There is nobody in \(folder). Put photographs at faces/<set>/<person>/*.jpg."
        }
    }
}
