import AWSClients
import Foundation
import RollcallMessages
import TestSupport
import Testing

/// Every route from the client to a printed name. In each, clips and frames are in S3 in the end.
extension EndToEndTests {
    @Test(arguments: [
        [Route.direct, .inline, .firstFrame, .sync], [.recognizerDirect], [.s3Trigger], [.sqsTrigger],
    ])
    func everyRouteEndsInAPrintedNameAndStoredFrames(routes: [Route]) async throws {
        let stack = try await RunningStack(
            "--way", routes[0].name, folder: Repository.root.appending(path: ".local/way-test"))
        defer { stack.stop() }
        try await enrollObama(stack)
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let film = folder.appending(path: "film.h264")
        let clip = try await RunningStack.film("obama2.jpg")
        try Data(clip + clip + clip).write(to: film)
        for route in routes {
            let run = try await stack.rollcall(
                "run", "--way", route.name, "--source", film.path, "--json", "--device",
                "way/\(route.name)",
                "--spool-folder", folder.path + "/spool")
            #expect(run.status == 0, "\(route): \(run.errorText)")
            let lines = run.text.split(separator: "\n").dropLast()
            let results = lines.filter { !$0.contains(#""answer":"provisional""#) }
            #expect(results.count == 3, "\(route): \(run.text)")
            #expect(results.allSatisfy { $0.contains(#""name":"Barack Obama""#) }, "\(route): \(run.text)")
            #expect(results.allSatisfy { $0.contains(#""way":"\#(route.name)""#) }, "\(route): \(run.text)")
            if route == .firstFrame { #expect(lines.count > results.count, "\(run.text)") }
            try await expectEverythingStored(stack, device: "way/\(route.name)")
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
