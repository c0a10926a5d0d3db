import Foundation
import TestSupport

/// A file system in memory of a few kilobytes, to be filled.
struct SmallDisk {
    let path: String

    /// Only root may mount one, and in some containers not even root.
    static let isAvailable: Bool = {
        let script =
            "d=$(mktemp -d) && mount -t tmpfs -o size=64k tmpfs $d && umount $d; s=$?; rmdir $d; exit $s"
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    init(kilobytes: Int) async throws {
        path = try Scratch.folder()
        let mounted = try await Subprocess.run(
            "mount", ["-t", "tmpfs", "-o", "size=\(kilobytes)k", "tmpfs", path])
        guard mounted.status == 0 else { throw CommandFailure(description: mounted.errorText) }
    }

    func remove() async throws {
        _ = try await Subprocess.run("umount", [path])
    }
}
