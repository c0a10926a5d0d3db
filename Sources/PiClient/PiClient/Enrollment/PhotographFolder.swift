import FoundationEssentials
import Glibc
import RollcallMessages

/// Somebody's photographs, and what was passed over in looking for them.
struct PhotographFolder: Sendable {
    /// The person.
    let name: PersonName
    /// The JPEGs' paths: they are read when their turn comes.
    private(set) var photographs: [String] = []
    private(set) var passedOver: [PhotographError] = []

    /// The photographs that paths mean: files, or all JPEGs of folders by name.
    ///
    /// - Throws: `PhotographError` if there is a single path, and it is no JPEG or an empty folder.
    init(of name: PersonName, paths: [String]) throws(PhotographError) {
        self.name = name
        for path in paths {
            do throws(PhotographError) {
                try add(path)
            } catch {
                guard paths.count > 1 else { throw error }
                passedOver.append(error)
            }
        }
    }

    /// The people in a folder that has a folder of photographs for each, by name. What cannot be used keeps nobody else
    /// from being found.
    ///
    /// - Throws: `PhotographError` if there is no folder.
    static func people(
        in path: String
    ) throws(PhotographError) -> (people: [PhotographFolder], passedOver: [PhotographError]) {
        var people: [PersonName: PhotographFolder] = [:]
        var passedOver: [PhotographError] = []
        let entries = try names(in: path)
        for entry in entries {
            let inner = path + "/" + entry
            guard isFolder(inner) else {
                passedOver.append(PhotographError(path: inner, reason: .file(.system(ENOTDIR))))
                continue
            }
            let name: PersonName
            do {
                name = try PersonName(entry)
            } catch {
                passedOver.append(PhotographError(path: inner, reason: .noName(error.description)))
                continue
            }
            do throws(PhotographError) {
                // Two spellings of one name are one person.
                try people[name, default: PhotographFolder(of: name)].add(inner)
            } catch {
                passedOver.append(error)
            }
        }
        guard entries.contains(where: { isFolder(path + "/" + $0) }) else {
            throw PhotographError(path: path, reason: .noPeople)
        }
        let found = people.values.filter { !$0.photographs.isEmpty || !$0.passedOver.isEmpty }
        return (found.sorted { $0.name < $1.name }, passedOver)
    }

    private init(of name: PersonName) {
        self.name = name
    }

    /// Adds a JPEG, or what is in a folder.
    private mutating func add(_ path: String) throws(PhotographError) {
        guard Self.isFolder(path) else {
            try Photograph.check(path)
            photographs.append(path)
            return
        }
        let names = try Self.names(in: path)
        guard !names.isEmpty else { throw PhotographError(path: path, reason: .emptyFolder) }
        for name in names {
            let inner = path + "/" + name
            do throws(PhotographError) {
                guard !Self.isFolder(inner) else { throw PhotographError(path: inner, reason: .innerFolder) }
                try add(inner)
            } catch {
                passedOver.append(error)
            }
        }
    }

    /// What is in a folder, without what systems and archives leave behind.
    private static func names(in path: String) throws(PhotographError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
                !name.hasPrefix(".") && !["__MACOSX", "Thumbs.db", "desktop.ini", "@eaDir"].contains(name)
            }.sorted()
        } catch {
            let isThere = FileManager.default.fileExists(atPath: path)
            throw PhotographError(path: path, reason: .file(.system(isThere ? EACCES : ENOENT)))
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }
}
