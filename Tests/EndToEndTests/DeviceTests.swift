import AWSClients
import Foundation
import RollcallMessages
import RollcallServices
import TestSupport
import Testing

/// Devices with an alias and a queue each, on the local services.
extension EndToEndTests {
    @Test func aDeviceFilmsByItsAliasAndReachesNoOther() async throws {
        let stack = try await RunningStack(folder: Repository.root.appending(path: ".local/device-test"))
        defer { stack.stop() }
        try await enrollObama(stack)
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        for device in ["lab", "7", "attic/door", "lab"] {
            let added = try await stack.rollcall("devices", "add", device, "--policy")
            #expect(added.status == 0, "\(added.errorText)")
            #expect(added.text.contains(#""lambda:InvokeFunction""#))
            #expect(added.errorText.contains(#""extractor": "Extractor:{device}""#))
        }
        let listed = try await stack.rollcall("devices", "list")
        let ids = { (text: String) in
            text.split(separator: "\n").map { $0.prefix { $0 != " " } }
        }
        #expect(ids(listed.text) == ["7", "attic/door", "lab"])

        let film = folder.appending(path: "film.h264")
        try Data(try await RunningStack.film("obama2.jpg")).write(to: film)
        for device in ["lab", "7", "attic/door"] {
            let run = try await stack.rollcall(
                "run", "--source", film.path, "--json", "--device", device, "--extractor",
                "Extractor:{device}", "--spool-folder", folder.path + "/spool")
            #expect(run.status == 0, "\(run.errorText)")
            #expect(run.text.contains(#""name":"Barack Obama""#), "\(run.text)")
        }

        let lambda = LambdaClient(session: stack.session)
        let theirs = "attic/door/1700000000000.h264"
        try await upload(try await RunningStack.film("obama2.jpg"), as: theirs, to: stack)
        let event = [UInt8](#"{"key":"\#(theirs)","way":"sync"}"#.utf8)
        let refused = try await lambda.invoke(function: "Extractor:lab", payload: event)
        #expect(refused.functionError != nil)
        let words = String(decoding: refused.payload, as: UTF8.self)
        #expect(words.contains(#""errorType":"DeviceRefusal""#) && !words.contains("Obama"), "\(words)")
        let answered = try await lambda.invoke(function: "Extractor:attic_2Fdoor", payload: event)
        #expect(String(decoding: answered.payload, as: UTF8.self).contains("Barack Obama"))

        let removed = try await stack.rollcall("devices", "remove", "lab", "nobody")
        #expect(removed.status == 1)
        #expect(removed.text == "removed lab\n" && removed.errorText.contains("nobody is no device"))
        let remaining = try await stack.rollcall("devices", "list").text
        #expect(ids(remaining) == ["7", "attic/door"])
        #expect(!remaining.contains("no film is kept"), "\(remaining)")
        await #expect(throws: AWSError.self) {
            try await lambda.invoke(function: "Extractor:lab", payload: event)
        }
        let queues = QueueAddress(stack.environment["ROLLCALL_QUEUE_URL"] ?? "")
        await #expect(throws: AWSError.self) {
            try await SQSClient(session: stack.session).queueAttributes(queueURL: queues.url(of: "lab"))
        }
    }
}
