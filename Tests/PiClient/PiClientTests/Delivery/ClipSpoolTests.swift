import Foundation
import Synchronization
import TestSupport
import Testing

@testable import PiClient

@Suite struct ClipSpoolTests {
    private let limits = ClipSpool.Limits(maximumBytes: 1000, maximumClips: 4)

    @Test func keepsClipsInTheirOrderWithinItsBounds() async throws {
        let spool = try ClipSpool(folder: Scratch.folder() + "/pi", limits: limits)
        for timestamp in [9, 10, 8, 100] as [Int64] {
            #expect(try await spool.store([UInt8(timestamp)], timestamp: timestamp) == 0)
        }
        #expect(try await spool.store([101], timestamp: 101) == 1)
        var kept: [Int64] = []
        while let timestamp = await spool.oldest {
            #expect(await spool.read(timestamp) == [UInt8(timestamp)])
            kept.append(timestamp)
            await spool.remove(timestamp)
        }
        #expect(kept == [9, 10, 100, 101])
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder).isEmpty)
    }

    @Test func boundsItsBytes() async throws {
        let spool = try ClipSpool(folder: Scratch.folder(), limits: limits)
        for timestamp in 1...3 as ClosedRange<Int64> {
            #expect(try await spool.store(Array(repeating: 1, count: 300), timestamp: timestamp) == 0)
        }
        #expect(try await spool.store(Array(repeating: 1, count: 600), timestamp: 4) == 2)
        #expect(await spool.count == 2)
        await #expect(throws: SpoolError.self) {
            _ = try await spool.store(Array(repeating: 1, count: 1001), timestamp: 5)
        }
        #expect(await spool.count == 2)
    }

    @Test func takesUpWhatAnEarlierProcessLeft() async throws {
        let folder = try Scratch.folder()
        let earlier = try ClipSpool(folder: folder, limits: limits)
        _ = try await earlier.store([1, 2, 3], timestamp: 1_700_000_000_000)
        try Data("mine".utf8).write(to: URL(filePath: folder + "/notes.txt"))
        let later = try ClipSpool(folder: folder, limits: limits)
        #expect(await later.oldest == 1_700_000_000_000)
        #expect(await later.read(1_700_000_000_000) == [1, 2, 3])
    }

    @Test func forgetsAClipThatSomebodyDeleted() async throws {
        let spool = try ClipSpool(folder: Scratch.folder(), limits: limits)
        _ = try await spool.store([1], timestamp: 1)
        try FileManager.default.removeItem(atPath: spool.folder + "/1.h264")
        #expect(await spool.read(1) == nil)
        #expect(await spool.oldest == nil)
    }

    @Test func saysWhereItCannotWrite() throws {
        let file = try Scratch.file(named: "file")
        let error = #expect(throws: SpoolError.self) {
            try ClipSpool(folder: file + "/spool", limits: limits)
        }
        #expect(error?.folder == file + "/spool")
    }

    /// Pictures of people are for nobody else on the machine, whatever the umask says.
    @Test func onlyTheOwnerMayReadIt() async throws {
        let folder = try Scratch.folder() + "/state/spool/lab"
        let earlier = umask(0)
        defer { umask(earlier) }
        let spool = try ClipSpool(folder: folder, limits: limits)
        _ = try await spool.store([1, 2], timestamp: 1)
        #expect(mode(folder + "/1.h264") == 0o600)
        for made in ["", "/..", "/../.."] { #expect(mode(folder + made) == 0o700) }
        // One of an earlier version was open to all.
        chmod(folder, 0o755)
        _ = try ClipSpool(folder: folder, limits: limits)
        #expect(mode(folder) == 0o700)
    }

    private func mode(_ path: String) -> mode_t {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
    }

    /// A full disk is not the spool's bound: there, too, the oldest clips make room for the newest.
    @Test(.enabled(if: SmallDisk.isAvailable, "a file system of its own cannot be mounted here"))
    func theNewestClipsAreKeptOnAFullDisk() async throws {
        let disk = try await SmallDisk(kilobytes: 200)
        let transcript = Transcript()
        let spool = try ClipSpool(
            folder: disk.path + "/lab", limits: .init(maximumBytes: 1 << 30, maximumClips: 1000),
            notice: transcript.console.notice)
        let clip = [UInt8](repeating: 1, count: 50_000)
        var givenUp = 0
        for timestamp in 1...20 as ClosedRange<Int64> {
            givenUp += try await spool.store(clip, timestamp: timestamp)
        }
        let kept = try ClipSpool.contents(of: spool.folder)
        #expect(kept.keys.max() == 20)
        #expect(kept.count == 20 - givenUp && kept.count >= 2)
        #expect(kept.keys.sorted() == Array(Int64(21 - kept.count)...20))
        let isWhole = await spool.read(20) == clip
        #expect(isWhole)
        #expect(transcript.notices.withLock { $0.count } == 1)
        #expect(transcript.said.contains("No space left on device"))
        try await disk.remove()
    }

    /// What was given up in vain is counted as well as the clip that could not be kept.
    @Test(.enabled(if: SmallDisk.isAvailable, "a file system of its own cannot be mounted here"))
    func whatWasGivenUpInVainIsCounted() async throws {
        let disk = try await SmallDisk(kilobytes: 200)
        let spool = try ClipSpool(
            folder: disk.path + "/lab", limits: .init(maximumBytes: 1 << 30, maximumClips: 1000))
        for timestamp in 1...3 as ClosedRange<Int64> {
            _ = try await spool.store([UInt8](repeating: 1, count: 10_000), timestamp: timestamp)
        }
        // Others fill the disk.
        _ = try await Subprocess.run("dd", ["if=/dev/zero", "of=\(disk.path)/other", "bs=4096"])
        let error = await #expect(throws: SpoolError.self) {
            _ = try await spool.store([UInt8](repeating: 1, count: 100_000), timestamp: 4)
        }
        let kept = try ClipSpool.contents(of: spool.folder).count
        #expect(error.map { $0.givenUp + kept } == 3)
        #expect(error?.givenUp ?? 0 > 0)
        try await disk.remove()
    }

    /// Where nothing can be given up, the clip is lost, and that is said once.
    @Test(.enabled(if: SmallDisk.isAvailable, "a file system of its own cannot be mounted here"))
    func aDiskThatOthersFilledIsSaidOnce() async throws {
        let disk = try await SmallDisk(kilobytes: 100)
        let transcript = Transcript()
        let spool = try ClipSpool(
            folder: disk.path + "/lab", limits: .init(maximumBytes: 1 << 30, maximumClips: 1000),
            notice: transcript.console.notice)
        for timestamp in 1...5 as ClosedRange<Int64> {
            await #expect(throws: SpoolError.self) {
                _ = try await spool.store([UInt8](repeating: 1, count: 500_000), timestamp: timestamp)
            }
        }
        #expect(transcript.notices.withLock { $0.count } == 1)
        #expect(transcript.said.utf8.count < 250)
        #expect(try FileManager.default.contentsOfDirectory(atPath: spool.folder).isEmpty)
        try await disk.remove()
    }
}
