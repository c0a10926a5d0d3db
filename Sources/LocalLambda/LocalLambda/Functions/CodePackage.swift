import Foundation
import LambdaLoopback

/// A function's code: a zip with a `bootstrap` at its top, unpacked into a folder of its own, as
/// `provided.al2023` finds it under `/var/task`.
struct CodePackage: Sendable {
    /// `LAMBDA_TASK_ROOT`.
    let folder: URL
    /// Bytes of the zip.
    let size: Int

    /// The executable.
    var bootstrap: URL { folder.appending(path: "bootstrap") }

    /// Unpacks a zip with the `unzip` command, which keeps the executable bits.
    /// - Throws: `InvalidZipFileException`, or `InvalidParameterValueException` where the bootstrap is missing.
    init(zip: Data, folder: URL) throws(InvokeRefusal) {
        self.folder = folder
        self.size = zip.count
        let archive = folder.appendingPathExtension("zip")
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try zip.write(to: archive)
            defer { try? FileManager.default.removeItem(at: archive) }
            let unzip = Process()
            unzip.executableURL = URL(filePath: "/usr/bin/unzip")
            unzip.arguments = ["-q", "-o", archive.path, "-d", folder.path]
            unzip.standardOutput = FileHandle.nullDevice
            unzip.standardError = FileHandle.nullDevice
            try unzip.run()
            unzip.waitUntilExit()
            guard unzip.terminationStatus == 0 else {
                throw InvokeRefusal.invalidZip(
                    "Could not unzip uploaded file. Please check your file, then try to upload again.")
            }
        } catch let error as InvokeRefusal {
            throw error
        } catch {
            throw .serviceFailed("The code could not be unpacked into \(folder.path): \(error)")
        }
        guard FileManager.default.isExecutableFile(atPath: bootstrap.path) else {
            throw .invalidParameter("The zip must hold an executable file named bootstrap at its top.")
        }
    }

    /// Deletes the folder.
    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }
}
