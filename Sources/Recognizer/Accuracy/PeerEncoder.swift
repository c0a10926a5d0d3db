import Foundation

/// Python's face_recognition in a process of its own.
struct PeerEncoder {
    /// What it says of one picture.
    struct Answer: Decodable {
        /// The faces' encodings, the one nearest the middle first.
        let faces: [[Float]]
        let milliseconds: Double
    }

    /// The interpreter of an environment that has the package.
    let python: String
    /// `Benchmarks/peers/encode.py`.
    let script: String

    /// Encodes the faces of pictures.
    func encode(_ pictures: [URL]) throws -> [Answer] {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rollcall-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (input, output) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(pictures.map { $0.path + "\n" }.joined().utf8).write(to: input)
        try Data().write(to: output)
        let process = Process()
        process.executableURL = URL(filePath: python)
        process.arguments = [script]
        process.standardInput = try FileHandle(forReadingFrom: input)
        process.standardOutput = try FileHandle(forWritingTo: output)
        try process.run()
        process.waitUntilExit()
        let lines = String(decoding: try Data(contentsOf: output), as: UTF8.self).split(separator: "\n")
        guard process.terminationStatus == 0, lines.count == pictures.count else {
            throw PeerError(python: python, status: process.terminationStatus)
        }
        return try lines.map { try JSONDecoder().decode(Answer.self, from: Data($0.utf8)) }
    }
}

/// The peer did not work.
struct PeerError: Error, CustomStringConvertible {
    let python: String
    let status: Int32

    var description: String {
        "face_recognition in \(python) ended with \(status). Install it with Benchmarks/peers/setup, or measure without "
            + "it: leave out --peer."
    }
}
