import FoundationEssentials

/// A photograph, and where it comes from.
struct Photograph: Sendable {
    let path: String
    let bytes: [UInt8]

    /// The largest file taken: a JPEG of this size has hundreds of megapixels.
    static let maximumBytes = 32 << 20

    /// So many photographs, in words: "1 photograph".
    static func count(_ number: Int) -> String { number == 1 ? "1 photograph" : "\(number) photographs" }

    /// A photograph that is in memory.
    init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// - Throws: `PhotographError` if it cannot be read or is no JPEG.
    init(path: String) throws(PhotographError) {
        self.path = path
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw PhotographError(path: path, reason: "it cannot be read: \(error)")
        }
        guard data.count <= Self.maximumBytes else {
            throw PhotographError(path: path, reason: "it has more than \(Self.maximumBytes >> 20) MiB")
        }
        bytes = [UInt8](data)
        guard bytes.starts(with: [0xff, 0xd8]) else {
            throw PhotographError(
                path: path, reason: "it is not a JPEG; convert it, for example with: ffmpeg -i <it> photo.jpg"
            )
        }
    }

    /// The JPEG files that a path means: itself, or those of the folder, by name.
    static func paths(in path: String) throws(PhotographError) -> [String] {
        guard isFolder(path) else { return [path] }
        let photographs = try names(in: path).filter { name in
            [".jpg", ".jpeg"].contains { name.lowercased().hasSuffix($0) }
        }
        guard !photographs.isEmpty else {
            throw PhotographError(path: path, reason: "the folder has no .jpg or .jpeg file")
        }
        return photographs.map { path + "/" + $0 }
    }

    /// The folders in a folder, one for each person, by name.
    static func people(in path: String) throws(PhotographError) -> [String] {
        let people = try names(in: path).filter { isFolder(path + "/" + $0) }
        guard !people.isEmpty else {
            throw PhotographError(
                path: path, reason: "it has no folder; give it one for each person, named so")
        }
        return people
    }

    private static func names(in path: String) throws(PhotographError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }
                .sorted()
        } catch {
            throw PhotographError(path: path, reason: "it cannot be listed: \(error)")
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }
}

/// A photograph, or a folder of them, cannot be used.
struct PhotographError: Error, Equatable, CustomStringConvertible {
    let path: String
    let reason: String

    var description: String { "\(path): \(reason)." }
}
