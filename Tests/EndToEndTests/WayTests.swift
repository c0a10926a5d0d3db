import AWSClients
import Foundation
import RollcallMessages
import TestSupport
import Testing

/// Every way from the client to a printed name. In each, clips and frames are in S3 in the end.
extension EndToEndTests {
    @Test(arguments: [
        [Way.direct, .inline, .firstFrame, .sync], [.recognizerDirect], [.s3Trigger], [.sqsTrigger],
    ])
    func everyWayEndsInAPrintedNameAndStoredFrames(ways: [Way]) async throws {
        let stack = try await RunningStack(
            "--way", ways[0].rawValue, folder: Repository.root.appending(path: ".local/way-test"))
        defer { stack.stop() }
        try await enrollObama(stack)
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let film = folder.appending(path: "film.h264")
        let clip = try await RunningStack.film("obama2.jpg")
        try Data(clip + clip + clip).write(to: film)
        for way in ways {
            let run = try await stack.rollcall(
                "run", "--way", way.rawValue, "--source", film.path, "--json", "--device",
                "way/\(way.rawValue)",
                "--spool-folder", folder.path + "/spool")
            #expect(run.status == 0, "\(way): \(run.errorText)")
            let lines = run.text.split(separator: "\n").dropLast()
            let results = lines.filter { !$0.contains(#""answer":"provisional""#) }
            #expect(results.count == 3, "\(way): \(run.text)")
            #expect(results.allSatisfy { $0.contains(#""name":"Barack Obama""#) }, "\(way): \(run.text)")
            #expect(results.allSatisfy { $0.contains(#""way":"\#(way.rawValue)""#) }, "\(way): \(run.text)")
            if way == .firstFrame { #expect(lines.count > results.count, "\(run.text)") }
            try await expectEverythingStored(stack, device: "way/\(way.rawValue)")
        }
    }

    private func expectEverythingStored(_ stack: RunningStack, device: String) async throws {
        let s3 = S3Client(session: stack.session)
        // Where nobody waits for the frames, they are stored after the answer.
        var keys: [String] = []
        let deadline = ContinuousClock.now + .seconds(20)
        repeat {
            keys = try await s3.listAllObjects(bucket: stack.bucket, prefix: device + "/").map(\.key)
            if keys.count(where: ClipIdentity.isFrameKey) == 45 { break }
            try await Task.sleep(for: .milliseconds(100))
        } while ContinuousClock.now < deadline
        #expect(keys.count { $0.hasSuffix(".h264") } == 3, "\(device)")
        #expect(keys.count(where: ClipIdentity.isFrameKey) == 45, "\(device)")
    }
}
