import Dispatch
import Foundation
import Synchronization
import Testing

@testable import PiClient

@Suite(.timeLimit(.minutes(1))) struct BroadcastTests {
    /// Waits until so many look on: the connection is made before it is accepted.
    private func onlookers(_ broadcast: Broadcast, are count: Int) async {
        while broadcast.onlookerCount < count { await Task.yield() }
    }

    @Test func onlookersSeeEveryLineUntilTheRunEnds() async throws {
        let folder = try Scratch.folder()
        let broadcast = try #require(try Broadcast(folder: folder))
        broadcast.send("before anybody looks")
        let stop = try StopSignal()
        let readers = try (0..<2).map { _ in
            let onlooker = try #require(Onlooker(folder: folder))
            return Task { await onlooker.lines(until: stop) }
        }
        await onlookers(broadcast, are: 2)
        broadcast.send("one")
        broadcast.send("two")
        broadcast.end()
        for reader in readers { #expect(await reader.value == ["one", "two"]) }
        #expect(Onlooker(folder: folder) == nil)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    @Test func whoDoesNotReadIsLetGoAndHoldsNothingUp() async throws {
        let folder = try Scratch.folder()
        let broadcast = try #require(try Broadcast(folder: folder))
        defer { broadcast.end() }
        let onlooker = try #require(Onlooker(folder: folder))
        await onlookers(broadcast, are: 1)
        let line = String(repeating: "x", count: 100_000)
        for _ in 0..<100 { broadcast.send(line) }
        #expect(broadcast.onlookerCount == 0)
        onlooker.read(until: try StopSignal()) { _ in }
    }

    @Test func onlyOneClientShowsADevicesResults() throws {
        let folder = try Scratch.folder()
        let first = try #require(try Broadcast(folder: folder))
        #expect(try Broadcast(folder: folder) == nil)
        first.end()
        let second = try #require(try Broadcast(folder: folder))
        second.end()
    }

    @Test func onlyTheUserCanConnect() throws {
        let folder = try Scratch.folder()
        let broadcast = try #require(try Broadcast(folder: folder))
        defer { broadcast.end() }
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/results.socket")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    /// A process that was killed leaves its socket behind; and a device's folder may be far down.
    @Test func whatAKilledProcessLeftIsReplaced() throws {
        let folder = try Scratch.folder() + "/" + String(repeating: "deep/", count: 40)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let listener = try #require(try LocalSocket.listen(in: folder))
        close(listener)
        let broadcast = try #require(try Broadcast(folder: folder))
        #expect(Onlooker(folder: folder) != nil)
        broadcast.end()
    }
}

extension Onlooker {
    /// All lines, read on a thread that may block.
    func lines(until stop: StopSignal) async -> [String] {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "test.onlooker").async {
                var lines: [String] = []
                read(until: stop) { lines.append($0) }
                continuation.resume(returning: lines)
            }
        }
    }
}
