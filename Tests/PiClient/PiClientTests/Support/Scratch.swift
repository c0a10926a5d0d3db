import Foundation

/// Files and folders of one test, each in a new folder of the temporary directory that goes when the process ends.
enum Scratch {
    private static let root: String = {
        atexit { _ = try? FileManager.default.removeItem(atPath: Scratch.root) }
        return NSTemporaryDirectory() + "rollcall-tests-\(ProcessInfo.processInfo.processIdentifier)"
    }()

    static func folder() throws -> String {
        let path = root + "/" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    static func file(named name: String, bytes: [UInt8] = []) throws -> String {
        let path = try folder() + "/" + name
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// A shell script that may be run by its path.
    static func script(_ text: String) throws -> String {
        let path = try folder() + "/script"
        // By a process of its own: a file that is open for writing here would be so in whatever is started meanwhile,
        // and a file that is being written cannot be executed ("execve(2)", ETXTBSY).
        let writer = Process()
        writer.executableURL = URL(fileURLWithPath: "/bin/sh")
        writer.arguments = [
            "-c", #"printf '%s\n' '#!/bin/sh' "$1" >"$2" && chmod 755 "$2""#, "sh", text, path,
        ]
        try writer.run()
        writer.waitUntilExit()
        return path
    }
}
