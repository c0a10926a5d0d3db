import Foundation

/// Files and folders of one test, each in a new folder of the temporary directory.
enum Scratch {
    static func folder() throws -> String {
        let path = NSTemporaryDirectory() + "rollcall-tests-" + UUID().uuidString
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
        let path = try file(named: "script", bytes: [UInt8]("#!/bin/sh\n\(text)\n".utf8))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
        return path
    }
}
