import Foundation
import Testing

@testable import PiClient

struct NoticeOutboxTests {
    private func notice(_ number: Int64) -> Notice {
        Notice(kind: .arrived, device: "lab", name: "Zoë \"O'Neil\" <b>", time: number)
    }

    @Test func keepsTheOrderAndOutlivesTheProcess() async throws {
        let folder = try Scratch.folder()
        let outbox = try NoticeOutbox(folder: folder)
        for number in Int64(1)...12 { try await outbox.put(notice(number)) }
        let first = try #require(await outbox.first())
        await outbox.remove(first.number)
        let again = try NoticeOutbox(folder: folder)
        #expect(await again.count == 11)
        #expect(await again.first()?.notice == notice(2))
        try await again.put(notice(13))
        #expect(await again.count == 12)
        let mode =
            try FileManager.default.attributesOfItem(atPath: folder + "/2.json")[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func theOldestMakeRoom() async throws {
        let outbox = try NoticeOutbox(folder: try Scratch.folder(), capacity: 3)
        for number in Int64(1)...5 { try await outbox.put(notice(number)) }
        #expect(await outbox.count == 3)
        #expect(await outbox.first()?.notice == notice(3))
    }

    @Test(arguments: ["", "{", "[]", #"{"kind":"flew","device":"lab","time":1}"#])
    func whatCannotBeReadIsPassedOver(text: String) async throws {
        let folder = try Scratch.folder()
        try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/1.json"))
        let outbox = try NoticeOutbox(folder: folder)
        try await outbox.put(notice(2))
        #expect(await outbox.first()?.notice == notice(2))
        #expect(await outbox.count == 1)
    }
}
