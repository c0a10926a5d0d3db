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
            (["enroll", "   ", "a.jpg"], [:], 64, "it is empty"),
            (["enroll", "Ada\u{1b}[31m", "a.jpg"], [:], 64, "U+001B"),
            (["enroll", "rollcall:gallery", "a.jpg"], [:], 64, "Rollcall's own"),
            (["enroll", "Ada", "a.jpg", "--major", "x\u{202e}"], [:], 64, "U+202E"),
            (["costs"], [:], 66, "`rollcall run` writes it"),
            (["enroll", "Ada", "nope.jpg"], [:], 66, "nope.jpg: there is no such file."),
            (["enroll", "--folder", "/nowhere"], [:], 66, "/nowhere: there is no such file."),
            (
                ["students", "import", "nofile.csv"], [:], 66,
                "nofile.csv cannot be read: there is no such file."
            ),
            (["students", "set", "Ada"], [:], 64, "Say what to change"),
            (["students", "set", "Ada", "--groups", "a\nb"], [:], 64, "U+000A"),
            (["students", "rename", "Ada", ""], [:], 64, "it is empty"),
            (["correct", "5.h264", "--not", "\u{7}"], [:], 64, "U+0007"),
            (["corrections", "\n"], [:], 64, "it is empty"),
            (["calibrate", "--strangers", "200"], [:], 64, "0 to 100"),
            (["roll", "--day", "31.12.2026"], [:], 64, "31.12.2026"),
            (["roll", "--from", "2026-02-02", "--to", "2026-01-01"], [:], 64, "is after"),
            (["roll", "mark", "Ada", "--present", "--why", "a\u{1b}[31m"], [:], 64, "U+001B"),
            (["page", "--certificate", "page.pem"], ["AWS_REGION": "us-east-1"], 78, "needs its key"),
            (["\u{1b}[31mfoo"], [:], 64, "foo"),
            (["run", "--\u{1b}[31mfoo"], [:], 64, "foo"),
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
            #expect(!result.errorText.unicodeScalars.contains("\u{1b}"), "\(arguments)")
        }
    }

    /// What cannot be written is not done.
    @Test func whoseOutputIsLostIsTold() async throws {
        for command in ["config > /dev/full", "config >&-", "--help > /dev/full", "run --help > /dev/full"] {
            let result = try await Subprocess.run("sh", ["-c", "'\(Self.executable)' \(command)"])
            #expect(result.status == 73, "\(command)")
            #expect(result.errorText.contains("Standard output cannot be written"), "\(command)")
        }
    }

    /// As a pipe is that a program in Node.js or an event loop opened.
    @Test func aPipeThatDoesNotBlockGetsEverything() async throws {
        let script = """
            import fcntl, os, subprocess, sys
            reader, writer = os.pipe()
            fcntl.fcntl(writer, 1031, 4096)  # F_SETPIPE_SZ
            os.set_blocking(writer, False)
            os.write(writer, b"x" * 4096)
            command = subprocess.Popen([sys.argv[1], "config"], stdout=writer)
            os.close(writer)
            text = b""
            while part := os.read(reader, 64):
                text += part
            whole = subprocess.run([sys.argv[1], "config"], capture_output=True).stdout
            print(command.wait(), text == b"x" * 4096 + whole)
            """
        let result = try await Subprocess.run("python3", ["-c", script, Self.executable])
        #expect(result.text == "0 True\n", "\(result.errorText)")
    }

    /// What is said at the keyboard is over what the environment says of one service.
    @Test func theEndpointOfTheCommandLineIsForAllServices() async throws {
        let environment = [
            "AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:2", "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
        ]
        let theirs = try await rollcall(["students", "list"], environment)
        #expect(theirs.status == 69 && theirs.errorText.contains("port 2 "), "\(theirs.errorText)")
        let ours = try await rollcall(["students", "list", "--endpoint", "http://127.0.0.1:1"], environment)
        #expect(ours.status == 69 && ours.errorText.contains("port 1 "), "\(ours.errorText)")
    }

    @Test func anInvalidRequestIsRefusedBeforeAnythingIsMade() async throws {
        let environment = [
            "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AWS_REGION": "us-east-1", "ROLLCALL_BUCKET": "b",
            "ROLLCALL_QUEUE_URL": "http://127.0.0.1:1/123456789012/rollcall-results-{device}",
            "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b",
        ]
        let request = try await rollcall(["devices", "add", "lab", "--request", "/dev/null"], environment)
        #expect(
            request.status == 65 && request.errorText.contains("no certificate request"),
            "\(request.errorText)")
        let output = try await rollcall(
            ["devices", "add", "lab", "--output", "/nowhere/a.json"], environment)
        #expect(output.status == 73 && output.errorText.contains("/nowhere/a.json"), "\(output.errorText)")
    }

    @Test func aConfigurationThatIsNotJSONIsToldWhere() async throws {
        let path = try Scratch.file(named: "config.json", bytes: Array("{\n  // room\n}".utf8))
        let result = try await rollcall(["config", "--config", path])
        #expect(result.status == 78 && result.errorText.contains("at byte 4"), "\(result.errorText)")
    }

    @Test func showsWhereSettingsComeFrom() async throws {
        let result = try await rollcall(["config", "--bucket", "mine"], ["ROLLCALL_TABLE": "People"])
        #expect(result.status == 0)
        #expect(result.text.contains("mine  (the command line; ROLLCALL_BUCKET)"))
        #expect(result.text.contains("People  (ROLLCALL_TABLE in the environment; ROLLCALL_TABLE)"))
    }

    @Test(
        .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)),
        arguments: ["INT", "HUP"])
    func stopsOnASignalAndSumsUp(signal: String) async throws {
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
            ["--preserve-status", "-s", signal, "5", Self.executable, "run", "--source", film, "--json"],
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

    /// Who reads is gone: the film ends, and what was filmed is sent or kept.
    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func aClosedPipeEndsTheFilmAndLosesNothing() async throws {
        let cloud = try await TestCloud(device: "lab")
        let lambda = try await cloud.lambda { [cloud] request in
            try await cloud.results.send(cloud.result(of: request))
        }
        let film = try await Scratch.file(named: "film.h264", bytes: TestVideo(frames: 1800).bytes())
        let environment = cloud.environment(lambda).merging(
            [
                "ROLLCALL_BUCKET": cloud.bucket, "ROLLCALL_QUEUE_URL": cloud.results.url,
                "HOME": try Scratch.folder(), "PATH": "/usr/bin:/bin",
            ]) { $1 }
        let command = "'\(Self.executable)' run --source '\(film)' --json | head -n 1; exit ${PIPESTATUS[0]}"
        let result = try await Subprocess.run("bash", ["-c", command], environment: environment)
        await lambda.stop()
        #expect(result.status == 73, "\(result.errorText)")
        #expect(result.text.split(separator: "\n").count == 1)
        #expect(result.errorText.contains("Standard output cannot be written: Broken pipe"))
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func saysWhatBecameOfEachPhotograph() async throws {
        let cloud = try await TestCloud()
        let lambda = try await FakeLambda { _, _ in
            let photographs = [
                EnrollmentReply.Photograph(photograph: "#1", accepted: true, reason: nil),
                EnrollmentReply.Photograph(photograph: "#2", accepted: false, reason: "There are 2 faces."),
            ]
            return try MessageCoding.encode(
                EnrollmentReply(
                    name: "Ada", enrolled: 1, photographs: photographs,
                    similar: EnrollmentReply.Similar(name: "Adah", distance: 0.3)))
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
        #expect(enrolled.errorText.contains("Ada and Adah may be one person (distance 0.30)"))
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func oneBadFolderKeepsNobodyElseFromBeingEnrolled() async throws {
        let cloud = try await TestCloud()
        let lambda = try await FakeLambda { _, payload in
            guard case .enroll(let request) = try MessageCoding.decode(RecognizerRequest.self, from: payload),
                request.name != "Bob"
            else { return [UInt8](#"{"errorMessage":"broken"}"#.utf8) }
            let photographs = request.photographs.map { _ in
                EnrollmentReply.Photograph(photograph: "#1", accepted: true)
            }
            return try MessageCoding.encode(
                EnrollmentReply(name: request.name, enrolled: 1, photographs: photographs))
        }
        let folder = try Scratch.folder()
        let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0]
        for (path, bytes) in ["Ada/a.jpg": [0x89, 0x50, 0x4e, 0x47], "Bob/b.jpg": jpeg, "Eve/e.jpg": jpeg] {
            let file = URL(filePath: folder + "/" + path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(bytes).write(to: file)
        }
        let enrolled = try await rollcall(
            ["enroll", "--folder", folder],
            cloud.environment(lambda).merging(["ROLLCALL_BUCKET": cloud.bucket]) { $1 })
        await lambda.stop()
        #expect(enrolled.text == "accepted  \(folder)/Eve/e.jpg\nEve: 1 photograph enrolled\n")
        #expect(enrolled.errorText.contains("passed over \(folder)/Ada/a.jpg: it is a PNG picture"))
        #expect(enrolled.errorText.contains("Ada is not enrolled"))
        #expect(enrolled.errorText.contains("could not enroll Bob"))
        #expect(enrolled.status == 1)
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func importsListsAndRemovesStudents() async throws {
        let cloud = try await TestCloud()
        try await DynamoDBClient(session: cloud.session).createTable(
            cloud.bucket, partitionKey: DynamoDBKey("name"))
        let environment = cloud.environment.merging(["ROLLCALL_TABLE": cloud.bucket]) { $1 }
        let file = try Scratch.file(
            named: "students.csv",
            bytes: [UInt8]("name,id,major,year\nAlan Turing,7,Logic,1934\nAda,,,\n".utf8))

        let imported = try await rollcall(["students", "import", file], environment)
        #expect(imported.text == "2 students imported into \(cloud.bucket)\n", "\(imported.errorText)")
        let listed = try await rollcall(["students", "list"], environment)
        #expect(
            listed.text == "Ada\t-\t-\t-\t0 photographs\nAlan Turing\t7\tLogic\t1934\t0 photographs\n")
        let removed = try await rollcall(["students", "remove", "Ada", "Nobody"], environment)
        #expect(removed.status == 1)
        #expect(removed.text == "removed Ada: 0 photographs, 0 corrections\n")
        #expect(removed.errorText.contains("Nobody is not in"))
        #expect(removed.errorText.contains("docs/people.md"))
        let left = try await rollcall(["students", "list", "--json"], environment)
        #expect(
            left.text == #"{"id":"7","major":"Logic","name":"Alan Turing","photographs":0,"year":"1934"}"#
                + "\n")
    }

    /// A table of its own, and the environment that names it.
    private func withTable(_ body: (StudentTable, TestCloud, [String: String]) async throws -> Void)
        async throws
    {
        let cloud = try await TestCloud()
        let client = DynamoDBClient(session: cloud.session)
        try await client.createTable(cloud.bucket, partitionKey: DynamoDBKey("name"))
        let environment = cloud.environment.merging(
            ["ROLLCALL_TABLE": cloud.bucket, "ROLLCALL_BUCKET": cloud.bucket]) { $1 }
        try await body(StudentTable(client: client, name: cloud.bucket), cloud, environment)
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func aStudentIsChangedAndRenamed() async throws {
        try await withTable { table, _, environment in
            try await table.put(Student(name: "Ada", major: "Law", year: "1"))
            try await table.put(Student(name: "Bob", groups: ["logic"]))
            let set = try await rollcall(
                ["students", "set", "Ada", "--id", "7", "--major", "", "--groups", "logic, algebra"],
                environment)
            #expect(set.text == "changed Ada\n", "\(set.errorText)")
            #expect(
                try await table.student(named: "Ada")
                    == Student(name: "Ada", id: "7", year: "1", groups: ["algebra", "logic"]))
            #expect(try await rollcall(["students", "set", "Eve", "--year", "2"], environment).status == 1)
            let listed = try await rollcall(
                ["students", "list", "--group", "algebra", "--json"], environment)
            #expect(
                listed.text
                    == #"{"groups":["algebra","logic"],"id":"7","name":"Ada","photographs":0,"year":"1"}"#
                    + "\n")
            #expect(try await rollcall(["students", "rename", "Ada", "Bob"], environment).status == 1)
            #expect(try await rollcall(["students", "rename", "Eve", "Joe"], environment).status == 1)
            let renamed = try await rollcall(["students", "rename", "Ada", "Ada  Lovelace"], environment)
            #expect(renamed.text == "renamed Ada to Ada Lovelace\n", "\(renamed.errorText)")
            #expect(try await table.students().map(\.name).sorted() == ["Ada Lovelace", "Bob"])
        }
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func anImportDoesNotTakeOnePersonForAnother() async throws {
        try await withTable { table, _, environment in
            try await table.put(Student(name: "Wei Zhang", id: "1", year: "1"))
            let file = try Scratch.file(
                named: "a.csv", bytes: [UInt8]("name,id,year\nAda,3,2\nWei Zhang,2,2\n".utf8))
            let refused = try await rollcall(["students", "import", file], environment)
            #expect(refused.status == 1)
            #expect(refused.errorText.contains("Wei Zhang is stored with the id 1, and the file says 2"))
            #expect(try await table.students() == [Student(name: "Wei Zhang", id: "1", year: "1")])
        }
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func removingForgetsTheGalleryInS3AndRowsOfEverySpelling() async throws {
        try await withTable { table, cloud, environment in
            let s3 = S3Client(session: cloud.session)
            for version: Int64 in [3, 4] {
                try await s3.putObject(
                    bucket: cloud.bucket, key: table.snapshotKey(version: version, model: "A network"),
                    body: [1])
            }
            try await s3.putObject(bucket: cloud.bucket, key: "gallery/Other/1", body: [1])
            let client = DynamoDBClient(session: cloud.session)
            for key in ["Jos\u{e9}", "Jose\u{301}", "\u{1b}Eve"] {
                try await client.putItem(table: table.name, item: ["name": .string(key)])
            }
            let listed = try await rollcall(["students", "list"], environment)
            #expect(listed.errorText.contains("A row of Jos\u{e9} has another spelling"))
            #expect(listed.errorText.contains(#"The row "\u{1B}Eve" has no name"#))
            #expect(!listed.errorText.contains("\u{1b}") && !listed.text.contains("\u{1b}"))
            let removed = try await rollcall(["students", "forget", "Jose\u{301}", "\u{1b}Eve"], environment)
            #expect(removed.status == 0, "\(removed.errorText)")
            #expect(
                try await client.scan(table: table.name).items.compactMap { $0["name"]?.string } == [
                    "rollcall:gallery"
                ])
            #expect(try await cloud.keys() == ["gallery/Other/1"])
        }
    }

    @Test(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
    func aListThatIsNotUTF8IsToldOf() async throws {
        try await withTable { table, _, environment in
            let file = try Scratch.file(
                named: "a.csv", bytes: [UInt8]("name\nM".utf8) + [0xFC] + [UInt8]("ller".utf8))
            let imported = try await rollcall(["students", "import", file], environment)
            #expect(imported.errorText.contains("was read as Windows-1252"))
            #expect(try await table.students() == [Student(name: "M\u{fc}ller")])
        }
    }
}
