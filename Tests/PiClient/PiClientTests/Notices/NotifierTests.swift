import Foundation
import RollcallMessages
import RollcallServices
import Synchronization
import TestSupport
import Testing
import WireFormats

@testable import PiClient

/// Results in, signed posts out, to a server that refuses as long as it is told to.
@Suite(.timeLimit(.minutes(2)))
struct NotifierTests {
    /// Checks each signature by Python's own HMAC, and answers with the status of its file; never with 0.
    private static let script = """
        import hashlib, hmac, http.server, json, pathlib, time
        folder = pathlib.Path(sys.argv[2])
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = int((folder / "status").read_text())
                code = hmac.new(
                    b"kept safe", self.headers["X-Rollcall-Timestamp"].encode() + b"." + body, hashlib.sha256)
                genuine = self.headers["X-Rollcall-Signature"] == "sha256=" + code.hexdigest()
                line = {"status": status, "genuine": genuine, "id": self.headers["X-Rollcall-Id"],
                        "body": json.loads(body)}
                with open(folder / "posts", "a") as posts:
                    posts.write(json.dumps(line) + "\\n")
                if status == 0:
                    time.sleep(3600)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
            def log_message(self, *_):
                pass
        http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
        """

    private struct Post: Decodable {
        struct Body: Decodable {
            let kind: String
            let name: String?
            let lesson: String?
            let text: String
        }

        let status: Int
        let genuine: Bool
        let id: String
        let body: Body
    }

    private struct Fixture {
        let server: PythonServer
        let folder: String
        let time = TestTime()
        let transcript = Transcript()
        let spool: String

        init(status: Int = 200) async throws {
            folder = try Scratch.folder()
            spool = try Scratch.folder()
            try Data("\(status)".utf8).write(to: URL(fileURLWithPath: folder + "/status"))
            server = try await PythonServer(script: NotifierTests.script, arguments: [folder])
        }

        func answer(_ status: Int) throws {
            try Data("\(status)".utf8).write(to: URL(fileURLWithPath: folder + "/status"), options: .atomic)
        }

        /// What is told of people coming: a receiver that is waited for for long sets the clock on, past the camera's
        /// silence and people's leaving.
        static var arrivals: NoticeSettings {
            var settings = NoticeSettings()
            settings.kinds = ["arrived", "stranger"]
            return settings
        }

        func notifier(
            _ settings: NoticeSettings = arrivals, timetable: Timetable? = nil,
            students: [Student] = []
        ) throws -> Notifier {
            try Notifier(
                device: "lab", settings: settings, timetable: timetable,
                receivers: [
                    Webhook(
                        address: "http://127.0.0.1:\(server.port)/hook?room=1", secret: "kept safe",
                        authorities: nil, time: time.source)
                ], folder: spool, time: time.source, students: { students }, notice: transcript.console.notice
            )
        }

        func posts() throws -> [Post] {
            guard let text = try? String(contentsOfFile: folder + "/posts", encoding: .utf8) else {
                return []
            }
            return try text.split(separator: "\n").map {
                try JSONDecoder().decode(Post.self, from: Data($0.utf8))
            }
        }

        /// Waits until so many posts came, setting the clock on.
        func wait(for count: Int) async throws -> [Post] {
            while true {
                let posts = try posts()
                if posts.count >= count { return posts }
                time.advance(by: .seconds(1))
                try await Task.sleep(for: .milliseconds(5))
            }
        }

        func result(_ names: [String?]) -> RecognitionResult {
            let box = BoundingBox(x: 0, y: 0, width: 50, height: 50)
            return RecognitionResult(
                identity: ClipIdentity(device: "lab", timestamp: time.source.wallClock()),
                clipKey: "lab/1.h264",
                status: .recognized,
                people: names.map { RecognizedFace(box: box, name: $0, major: nil, year: nil) },
                confidence: 1,
                timings: Timings())
        }
    }

    @Test func postsWhoArrivesWithASignatureThatPythonFindsGenuine() async throws {
        let fixture = try await Fixture()
        defer { fixture.server.stop() }
        let notifier = try fixture.notifier()
        let running = Task { await notifier.run() }
        let name = "Zoë \"O'Neil\" <b> 王 👩🏽‍🎓"
        notifier.see(fixture.result([name, nil]))
        notifier.see(fixture.result([name, nil]))
        let posts = try await fixture.wait(for: 2)
        running.cancel()
        await running.value
        #expect(posts.map(\.body.kind) == ["arrived", "stranger"])
        #expect(posts.first?.body.name == name)
        #expect(posts.map(\.genuine) == [true, true])
        #expect(Set(posts.map(\.id)).count == 2)
    }

    @Test func aReceiverThatFailsForAMinuteMissesNothingAndNobodyWaitsForIt() async throws {
        let fixture = try await Fixture(status: 503)
        defer { fixture.server.stop() }
        let notifier = try fixture.notifier()
        let running = Task { await notifier.run() }
        let names = (0..<50).map { "Person \($0)" }
        for name in names { notifier.see(fixture.result([name])) }
        // A pause of a second is doubled each time: the seventh try is after more than a minute.
        let refused = try await fixture.wait(for: 7)
        #expect(refused.allSatisfy { $0.status == 503 && $0.body.name == "Person 0" })
        try fixture.answer(200)
        let posts = try await fixture.wait(for: 57).filter { $0.status == 200 }
        running.cancel()
        await running.value
        #expect(posts.map(\.body.name) == names)
        #expect(fixture.transcript.said.contains("answered HTTP 503. It is told again later."))
    }

    /// Refused, or without an answer when the run ends.
    @Test(arguments: [500, 0])
    func whatARunCouldNotTellTheNextOneTells(status: Int) async throws {
        let fixture = try await Fixture(status: status)
        defer { fixture.server.stop() }
        let first = try fixture.notifier()
        let running = Task { await first.run() }
        first.see(fixture.result(["Ada"]))
        _ = try await fixture.wait(for: 1)
        running.cancel()
        await running.value
        try fixture.answer(200)
        let told = try fixture.posts().count
        let second = try fixture.notifier()
        let runningAgain = Task { await second.run() }
        let posts = try await fixture.wait(for: told + 1)
        runningAgain.cancel()
        await runningAgain.value
        #expect(posts.last?.status == 200)
        #expect(posts.last?.body.name == "Ada")
        #expect(posts.last?.id == posts.first?.id)
    }

    @Test func whatAReceiverRefusesForGoodIsGivenUpAndTold() async throws {
        let fixture = try await Fixture(status: 410)
        defer { fixture.server.stop() }
        let notifier = try fixture.notifier()
        let running = Task { await notifier.run() }
        notifier.see(fixture.result(["Ada"]))
        _ = try await fixture.wait(for: 1)
        await fixture.transcript.wait(for: "This notice is given up: Ada is here (lab).")
        try fixture.answer(200)
        notifier.see(fixture.result(["Alan"]))
        let posts = try await fixture.wait(for: 2)
        running.cancel()
        await running.value
        #expect(posts.map(\.status) == [410, 200])
    }

    @Test func tellsOnlyWhatWasAskedFor() async throws {
        let fixture = try await Fixture()
        defer { fixture.server.stop() }
        var settings = NoticeSettings()
        settings.kinds = ["stranger"]
        let notifier = try fixture.notifier(settings)
        let running = Task { await notifier.run() }
        notifier.see(fixture.result(["Ada", nil]))
        let posts = try await fixture.wait(for: 1)
        running.cancel()
        await running.value
        #expect(posts.map(\.body.kind) == ["stranger"])
    }

    @Test func tellsWhoDidNotComeToTheLesson() async throws {
        let fixture = try await Fixture()
        defer { fixture.server.stop() }
        // The lesson begins in the minute after the clock's.
        let now = try #require(LocalMinute(unixMilliseconds: fixture.time.source.wallClock()))
        let weekday = [
            "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ][now.day.weekday - 1]
        let from = now.minute + 1
        let text =
            "group,weekday,from,to,late after,lesson\n"
            + "1a,\(weekday),\(from.clockTime),\((from + 30).clockTime),2,Logic\n"
        let timetable = try Timetable(path: Scratch.file(named: "timetable.csv", bytes: Array(text.utf8)))
        var settings = NoticeSettings()
        settings.kinds = ["absent"]
        let notifier = try fixture.notifier(
            settings, timetable: timetable,
            students: [Student(name: "Ada", groups: ["1a"]), Student(name: "Alan", groups: ["1a"])])
        let running = Task { await notifier.run() }
        fixture.time.advance(by: .seconds(70))
        notifier.see(fixture.result(["Ada"]))
        let posts = try await fixture.wait(for: 1)
        running.cancel()
        await running.value
        #expect(posts.map(\.body.kind) == ["absent"])
        #expect(posts.first?.body.name == "Alan")
        #expect(posts.first?.body.text.contains("Logic") == true)
    }

    @Test(arguments: ["ftp://example.org", "example.org/hook", "http://user@example.org/"])
    func anInvalidAddressIsNotTriedForever(address: String) async throws {
        let webhook = Webhook(address: address, secret: nil, authorities: nil)
        let failure = await #expect(throws: NoticeFailure.self) {
            try await webhook.tell(Notice(kind: .stranger, device: "lab", time: 1))
        }
        await webhook.end()
        #expect(failure?.isWorthAnother == false)
    }
}
