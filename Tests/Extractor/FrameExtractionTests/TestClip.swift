import Foundation
import Synchronization
import TestSupport
import Testing

/// A clip that the ffmpeg command films from a generated picture.
struct TestClip: Hashable, CustomTestStringConvertible {
    var name: String
    /// The source's filter graph.
    var source = "testsrc2=size=320x240:rate=30"
    /// The encoder's options.
    var encoder: [String]
    var frames = 15
    var fileExtension = "h264"

    var testDescription: String { name }

    /// The clip's file, made when first asked for and kept until the process ends.
    func file() async throws -> URL {
        try await Studio.shared.file(of: self)
    }

    /// The clip itself.
    func bytes() async throws -> [UInt8] {
        [UInt8](try Data(contentsOf: try await file()))
    }
}

/// Whether there is an ffmpeg command with the x264 encoder.
let hasFFmpeg: Bool = {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["ffmpeg", "-hide_banner", "-encoders"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return false }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.contains("libx264")
}()

/// Makes every clip once.
private actor Studio {
    static let shared = Studio()

    private var folder: URL?
    private var files: [TestClip: Task<URL, any Error>] = [:]

    func file(of clip: TestClip) async throws -> URL {
        if let task = files[clip] { return try await task.value }
        let folder = try self.folder ?? Self.makeFolder()
        self.folder = folder
        let file = folder.appending(path: "\(files.count).\(clip.fileExtension)")
        let task = Task {
            let result = try await Subprocess.run(
                "ffmpeg",
                ["-loglevel", "error", "-f", "lavfi", "-i", clip.source, "-frames:v", String(clip.frames)]
                    + ["-c:v", "libx264", "-threads", "1"] + clip.encoder + [file.path])
            guard result.status == 0 else { throw StudioError(reason: "\(clip.name): \(result.errorText)") }
            return file
        }
        files[clip] = task
        return try await task.value
    }

    private static func makeFolder() throws -> URL {
        let folder = try Repository.makeTemporaryFolder()
        foldersToRemove.withLock { $0.append(folder) }
        atexit { foldersToRemove.withLock { $0.forEach { try? FileManager.default.removeItem(at: $0) } } }
        return folder
    }
}

private let foldersToRemove = Mutex<[URL]>([])

/// Why a clip could not be made.
struct StudioError: Error {
    var reason: String
}
