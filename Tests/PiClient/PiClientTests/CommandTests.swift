import AWSClients
import Foundation
import RollcallMessages
import RollcallServices
import TestSupport
import Testing

@testable import PiClient

/// The command itself, as a user runs it.
@Suite(.timeLimit(.minutes(2)))
struct CommandTests {
    private func rollcall(
        _ arguments: [String], _ environment: [String: String] = [:]
    ) async throws -> SubprocessResult {
        let environment = ["HOME": try Scratch.folder(), "PATH": "/usr/bin:/bin"].merging(environment) { $1 }
        return try await Subprocess.run(Self.executable, arguments, environment: environment)
    }

    static let executable =
        URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "rollcall").path

    @Test func explainsItself() async throws {
        let help = try await rollcall(["--help"])
        #expect(help.status == 0)
        for text in [
            "EXIT CODES", "run", "watch", "enroll", "correct", "calibrate", "students", "doctor", "config",
        ] {
            #expect(help.text.contains(text))
        }
    }

    /// The table of the settings says it.
    @Test func theHelpOfAnOptionSaysItsDefault() async throws {
        let help = try await rollcall(["run", "--help"]).text.replacing(/\s+/, with: " ")
        for words in [
            "--width <pixels> Pixels across. (default: 640)", "(default: 0.5)", "(default: the host's name)",
            "(default: rpicam-vid, else libcamera-vid)", "One of 0, 90, 180, 270. (default: 0)",
        ] {
            #expect(help.contains(words), "\(words)")
        }
    }

    @Test func endsWithACodeThatFits() async throws {
        let cases: [(arguments: [String], environment: [String: String], status: Int32, words: String)] = [
            (["run", "--no-such-option"], [:], 64, "no-such-option"),
            (["run", "--json", "--classic-output"], [:], 64, "exclude each other"),
            (["enroll", "Ada"], [:], 64, "at least one photograph"),
            (["enroll", "--camera"], [:], 64, "one person's name"),
            (["enroll", "Ada", "a.jpg", "--source", "b"], [:], 64, "--camera"),
            (["correct", "lab/5.h264"], [:], 64, "either --not or --is"),
            (["correct", "5.h264", "--not", "A", "--is", "B"], [:], 64, "either --not or --is"),
            (["correct", "5.h264", "--not", "A", "--face", "7"], [:], 64, "<frame>@<x>,<y>"),
            (["calibrate", "--strangers", "200"], [:], 64, "0 to 100"),
            (["run"], [:], 78, "no bucket is set"),
            (["config"], ["ROLLCALL_CAMERA_WIDTH": "wide"], 78, "ROLLCALL_CAMERA_WIDTH"),
            (["config", "--width", "wide"], [:], 64, "camera.width, from the command line"),
            (["config", "--rotation", "45"], [:], 64, "45 is none of 0, 90, 180, 270"),
            (["config", "--device", "../up"], [:], 64, "between its slashes"),
            (["config", "--config", "/tmp"], [:], 78, "Is a directory"),
            (["report", "/nonexistent.jsonl"], [:], 66, "No such file or directory"),
            (["report", "/tmp"], [:], 66, "Is a directory"),
            (["invoke", "--file", "/nonexistent.json"], [:], 66, "No such file or directory"),
            (["report", "/dev/null"], [:], 65, "no result"),
            (["config", "--config", "/nonexistent"], [:], 78, "/nonexistent"),
            (
                ["run", "--source", "/nonexistent", "--bucket", "b", "--queue-url", "http://q"], [:], 66,
                "/nonexistent"
            ),
            (["run", "--bucket", "b", "--queue-url", "http://q"], [:], 69, "rpicam-apps"),
        ]
        for (arguments, environment, status, words) in cases {
            let result = try await rollcall(arguments, environment)
            #expect(result.status == status, "\(arguments): \(result.errorText)")
            #expect(result.errorText.contains(words), "\(arguments): \(result.errorText)")
            #expect(result.text.isEmpty)
        }
    }

    @Test func showsWhereSettingsComeFrom() async throws {
        let result = try await rollcall(["config", "--bucket", "mine"], ["ROLLCALL_TABLE": "People"])
        #expect(result.status == 0)
        #expect(result.text.contains("mine  (the command line; ROLLCALL_BUCKET)"))
        #expect(result.text.contains("People  (ROLLCALL_TABLE in the environment; ROLLCALL_TABLE)"))
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func stopsOnSIGINTAndSumsUp() async throws {
        let cloud = try await TestCloud(device: "lab")
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let film = try await Scratch.file(named: "film.h264", bytes: TestVideo(frames: 1800).bytes())
        let environment = cloud.environment(lambda).merging(
            [
                "ROLLCALL_BUCKET": cloud.bucket, "ROLLCALL_QUEUE_URL": cloud.results.url,
                "HOME": try Scratch.folder(),
            ]) { $1 }
        let result = try await Subprocess.run(
            "timeout",
            ["--preserve-status", "-s", "INT", "5", Self.executable, "run", "--source", film, "--json"],
            environment: environment)
        await lambda.stop()
        #expect(result.status == 0, "\(result.errorText)")
        let lines = try result.text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        let summary = try #require(lines.last?["summary"] as? [String: Any])
        let filmed = try #require(summary["filmed"] as? Int)
        #expect((1..<30).contains(filmed))
        #expect(summary["recognized"] as? Int == filmed)
        #expect(lines.count == filmed + 1)
        let timings = (lines.first?["result"] as? [String: Any])?["timings"] as? [String: Int]
        // The acknowledgement of the invocation may come after the result.
        let stages = timings?.keys.filter { $0 != "invoked" }
        #expect(stages?.sorted() == ["filmed", "received", "sent"])
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func saysWhatBecameOfEachPhotograph() async throws {
        let cloud = try await TestCloud()
        let lambda = try await FakeLambda { _, _ in
            let photographs = [
                EnrolmentReply.Photograph(photograph: "#1", accepted: true, reason: nil),
                EnrolmentReply.Photograph(photograph: "#2", accepted: false, reason: "There are 2 faces."),
            ]
            return try MessageCoding.encode(
                EnrolmentReply(name: "Ada", enrolled: 1, photographs: photographs))
        }
        let paths = try (1...2).map { number in
            try Scratch.file(named: "\(number).jpg", bytes: [0xff, 0xd8, 0xff, 0xe0])
        }
        let settings = ["ROLLCALL_BUCKET": cloud.bucket]
        let enrolled = try await rollcall(
            ["enroll", "Ada"] + paths, cloud.environment(lambda).merging(settings) { $1 })
        await lambda.stop()
        #expect(
            enrolled.text == """
                accepted  \(paths[0])
                refused   \(paths[1]): There are 2 faces.
                Ada: 1 photograph enrolled

                """, "\(enrolled.errorText)")
        #expect(enrolled.status == 1)
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func importsListsAndRemovesStudents() async throws {
        let cloud = try await TestCloud()
        try await DynamoDBClient(session: cloud.session).createTable(
            cloud.bucket, partitionKey: DynamoDBKey("name"))
        let environment = cloud.environment.merging(["ROLLCALL_TABLE": cloud.bucket]) { $1 }
        let file = try Scratch.file(
            named: "students.csv", bytes: [UInt8]("name,major,year\nAlan Turing,Logic,1934\nAda,,\n".utf8))

        let imported = try await rollcall(["students", "import", file], environment)
        #expect(imported.text == "2 students imported into \(cloud.bucket)\n", "\(imported.errorText)")
        let listed = try await rollcall(["students", "list"], environment)
        #expect(listed.text == "Ada\t-\t-\t0 photographs\nAlan Turing\tLogic\t1934\t0 photographs\n")
        let removed = try await rollcall(["students", "remove", "Ada", "Nobody"], environment)
        #expect(removed.status == 1)
        #expect(removed.text == "removed Ada\n")
        #expect(removed.errorText.contains("Nobody is not in"))
        let left = try await rollcall(["students", "list", "--json"], environment)
        #expect(left.text == #"{"major":"Logic","name":"Alan Turing","photographs":0,"year":"1934"}"# + "\n")
        let unusable = try await rollcall(["students", "import", "/nonexistent.csv"], environment)
        #expect(unusable.status == 66)
    }
}
