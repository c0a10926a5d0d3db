import AWSClients
import RollcallMessages
import RollcallPage
import Synchronization
import TestSupport
import Testing

@testable import PiClient

@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)), .timeLimit(.minutes(1)))
struct PageOnlookerTests {
    /// A page that is served, and its feed's token.
    private func serve(_ page: TestPage) async throws -> (
        address: String, token: String, serving: Task<Void, any Error>
    ) {
        var passwords = Passwords()
        try passwords.set("correct horse", for: .operator)
        let token = passwords.renewFeedToken()
        let settings = PageSettings(
            address: "127.0.0.1", port: 0, certificate: nil, key: nil, hosts: [], passwordFile: "")
        let server = try PageServer(
            settings, passwords: passwords, source: page.content, feed: page.content.feed)
        let (addresses, continuation) = AsyncStream.makeStream(of: String.self)
        let serving = Task { try await server.run { continuation.yield($0) } }
        var iterator = addresses.makeAsyncIterator()
        return (try #require(await iterator.next()), token, serving)
    }

    @Test func `Who knows the token sees the results of another machine's page`() async throws {
        let page = try await TestPage()
        let (address, token, serving) = try await serve(page)
        defer { serving.cancel() }
        let onlooker = PageOnlooker(address: "\(address)feed/\(token)/events", authorities: nil)
        let (lines, continuation) = AsyncStream.makeStream(of: String.self)
        let reading = Task { try await onlooker.read { continuation.yield($0) } }
        let clip = ClipIdentity(device: "lab", timestamp: 1_700_000_000_000)
        let face = RecognizedFace(box: BoundingBox(x: 0, y: 0, width: 9, height: 9), name: "Zoë \"<b>\" 李")
        let line = String(
            decoding: try MessageCoding.encode(TestPage.line(of: clip, people: [face])), as: UTF8.self)
        // Until the onlooker is connected, nobody hears it.
        let telling = Task {
            while !Task.isCancelled {
                page.content.note(line)
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        var iterator = lines.makeAsyncIterator()
        let seen = try #require(await iterator.next())
        telling.cancel()
        var shown = ClipLines()
        #expect(shown.clip(seen)?.result.people.map(\.name) == ["Zoë \"<b>\" 李"])
        reading.cancel()
        _ = await reading.result
        await onlooker.end()
    }

    @Test func `A wrong token is refused in words`() async throws {
        let page = try await TestPage()
        let (address, _, serving) = try await serve(page)
        defer { serving.cancel() }
        let onlooker = PageOnlooker(address: "\(address)feed/0/events", authorities: nil)
        let error = await #expect(throws: AWSError.self) { try await onlooker.read { _ in } }
        #expect(error?.kind == .service && error?.description.contains("--new-feed") == true)
        await onlooker.end()
    }

    @Test func `A page that is no feed of events is refused in words`() async throws {
        let page = try await TestPage()
        let (address, _, serving) = try await serve(page)
        defer { serving.cancel() }
        let onlooker = PageOnlooker(address: address, authorities: nil)
        let error = await #expect(throws: AWSError.self) { try await onlooker.read { _ in } }
        #expect(error?.kind == .service && error?.description.contains("no events") == true)
        await onlooker.end()
    }

    @Test func `Events come together however the bytes are cut`() {
        let text = "retry: 2000\n\nevent: clip\ndata: {\"ü\":1}\n\n: \n\nevent: change\ndata: {}\n\n"
        for size in 1...text.utf8.count {
            var events = ServerEvents()
            var found: [ServerEvents.Event] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                found += events.take(bytes[start..<min(start + size, bytes.count)]) ?? []
            }
            #expect(
                found.map(\.kind) == ["clip", "change"] && found.map(\.data) == ["{\"ü\":1}", "{}"], "\(size)"
            )
        }
    }

    @Test func `What never ends a line is given up`() {
        var events = ServerEvents()
        let part = [UInt8](repeating: 65, count: 1 << 20)
        #expect((0..<6).contains { _ in events.take(part) == nil })
    }
}
