import AWSClients
import Dispatch
import FoundationEssentials
import Glibc
import RollcallMessages
import RollcallPage
import RollcallServices

/// The page, from its start to its end.
struct PageRun: Sendable {
    private let server: PageServer
    private let session: AWSSession
    private let content: PageContent
    private let console: Console

    /// How long to wait between two looks for a client that films.
    private static let pause = Duration.seconds(1)

    /// - Throws: `PageError`, `AWSError`.
    init(_ context: CommandContext) throws {
        let settings = context.settings
        session = try AWSSession(configuration: .client(settings, environment: context.environment))
        let feed = PageFeed()
        content = PageContent(
            settings: settings, environment: context.environment, session: session, live: LiveClips(),
            feed: feed,
            author: RollMarkCommand.author(context.environment))
        server = try PageServer(
            settings.page, passwords: try Passwords(path: settings.page.passwordFile), source: content,
            feed: feed)
        console = context.console
    }

    /// Serves until `stop` is requested.
    ///
    /// - Throws: `PageError`.
    func run(until stop: StopSignal) async throws {
        let looking = DispatchQueue(label: "rollcall.page")
        looking.async { [content] in Self.look(on: content, until: stop) }
        let serving = Task {
            try await server.run { address in console.notice("The page is at \(address)") }
        }
        stop.whenRequested { serving.cancel() }
        let result = await serving.result
        stop.request()
        await withCheckedContinuation { continuation in looking.async { continuation.resume() } }
        await session.shutdown()
        do {
            try result.get()
        } catch is CancellationError {}
    }

    /// Looks on at the client that films on this machine, whenever one does.
    private static func look(on content: PageContent, until stop: StopSignal) {
        while !stop.isRequested {
            if let onlooker = Onlooker(folder: content.settings.deviceFolder) {
                content.setFilming(true)
                onlooker.read(until: stop, content.note)
                content.setFilming(false)
            }
            if !stop.isRequested { stop.sleep(until: .now + pause) }
        }
    }
}

extension PageContent {
    /// A client's line, and how the run goes.
    private struct Live: Encodable {
        let line: ClipLine
        let p50: Double?
        let waiting: Int

        private enum CodingKeys: String, CodingKey { case p50, waiting }

        func encode(to encoder: any Encoder) throws {
            try line.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encodeIfPresent(p50, forKey: .p50)
            try container.encode(waiting, forKey: .waiting)
        }
    }

    /// A client's line came: all pages show it.
    func note(_ text: String) {
        guard let line = try? MessageCoding.decode(ClipLine.self, from: [UInt8](text.utf8)) else { return }
        live.note(line)
        let event = Live(line: line, p50: live.now.latency.summary?.p50, waiting: waitingClips)
        if let bytes = try? MessageCoding.encode(event) {
            feed.send("clip", String(decoding: bytes, as: UTF8.self))
        }
    }

    fileprivate func setFilming(_ isFilming: Bool) {
        live.setFilming(isFilming)
        feed.send("state", "{\"filming\":\(isFilming)}")
    }
}

extension Passwords {
    /// The passwords of a file; none where there is no file.
    ///
    /// - Throws: `PageError.passwordFile`.
    init(path: String) throws(PageError) {
        do {
            self = try Passwords(file: try FileBytes.read(path, atMost: 1 << 20))
        } catch FileError.system(ENOENT) {
            self.init()
        } catch {
            throw .passwordFile(path, reason: "\(error)")
        }
    }

    /// Writes the file, which only its owner may read.
    func write(to path: String) throws {
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            let folder = String(path[..<slash])
            if access(folder, F_OK) != 0 { try OutputFile.makeFolder(folder) }
        }
        try OutputFile.write(try file(), to: path, isPrivate: true)
    }
}
