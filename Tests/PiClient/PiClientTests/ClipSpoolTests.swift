import Foundation
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
}
