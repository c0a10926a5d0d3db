import Foundation
import TestSupport
import Testing

@testable import AWSClients

/// Shared files as people and chance write them, read here and by botocore.
@Suite(.enabled(if: BotocoreOracle.interpreter != nil, "\(BotocoreOracle.missing)"))
struct SharedFileOracleTests {
    private struct Answer: Codable, Equatable {
        /// nil where botocore refuses the file.
        var profiles: [String: [String: String]]?
    }

    private static let script = """
        import json, os, sys, tempfile
        import botocore.configloader, botocore.exceptions
        answers = []
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "config")
            for text in json.load(sys.stdin):
                with open(path, "wb") as file:
                    file.write(text.encode())
                try:
                    profiles = botocore.configloader.load_config(path)["profiles"]
                except botocore.exceptions.ConfigParseError:
                    answers.append({})
                    continue
                flat = {}
                for name, values in profiles.items():
                    flat[name] = {}
                    for key, value in values.items():
                        if isinstance(value, dict):
                            flat[name][key] = ""
                            flat[name].update({key + "." + inner: text for inner, text in value.items()})
                        else:
                            flat[name][key] = value
                answers.append({"profiles": flat})
        print(json.dumps(answers))
        """

    /// The variables that name a profile, as people have them set: AWS's older tools read one, its newer ones both.
    @Test(
        arguments: [
            [:], ["AWS_PROFILE": "a"], ["AWS_DEFAULT_PROFILE": "b"],
            ["AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"],
        ] as [[String: String]])
    func takesTheProfileThatBotocoreTakes(_ variables: [String: String]) async throws {
        let file = try Repository.makeTemporaryFolder().appending(path: "config")
        try Data("[default]\nregion = x\n[profile a]\nregion = a\n[profile b]\nregion = b\n".utf8).write(
            to: file)
        let environment = variables.merging(["AWS_CONFIG_FILE": file.path, "HOME": "/nonexistent"]) { $1 }
        let script =
            "import botocore.session; print(botocore.session.Session().get_config_variable('region'))"
        let interpreter = try #require(BotocoreOracle.interpreter)
        let theirs = try await Subprocess.run(interpreter, ["-c", script], environment: environment)
        #expect(try SharedProfile(environment: environment)["region"] == theirs.text.dropLast().description)
    }

    private static let written = [
        "[profile 'Foo Bar']\nregion = a\n[profile \"prod\"]\nregion=b\n",
        "[default]\n  region = a\n  output = json\n  s3 =\n    addressing_style = path\n",
        "[default]\r\nregion = a\r\n\r\n# x\r\nOutput: json\r\n",
        "[default]\nregion = a ; note\nkey = a#b # c\n",
        "region = a\n[default]\n", "\u{FEFF}[default]\nregion = a\n", "[default]\nregion\n",
        "[default]\n= a\n",
        "[default]\nregion = a\nregion = b\n", "[default]\na = 1\n[default]\nb = 2\n",
        "[unclosed\nregion = a\n",
        "[profile a]\nb = 1\n[profile default]\nc = 2\n[default]\nd = 3\n",
        "[default]\nd = 3\n[profile default]\nc = 2\n",
        "[profile two words]\nregion = a\n", "[profile a\\ b]\nregion = a\n", "[profile \"a]\nregion = a\n",
        "[DEFAULT]\nregion = z\n[profile a]\nb = 1\n[default]\nregion = y\n", "[ default ]\nregion = a\n",
        "[default] # comment\nregion = a\n", "[default]\ns3 =\n  broken\n",
        "[default]\ns3 =\n\n  a = b\n  # no\n  c=d=e\n\n",
        "[default]\nregion = a\n  [profile b]\n  x = y\n",
        "[default]\nlong = one\n  two\n\n  three\nnext = 4\n",
        "[]\nregion = a\n", "[profile  spaced]\nregion = a\n", "[profilefoo bar]\nregion = a\n", "", "\n\n",
        "# only\n",
        "[profile a]b]\nregion = a\n", "[default]\n\tregion = a\n\toutput = b\n",
        "[default]\nregion = a\r[profile b]\rx = 1",
        "[profile 'it'\"'\"'s']\nregion = a\n", "[default]\nregion =\n",
        "[default]\nregion =\noutput = json\n",
    ]

    private func ours(_ text: String) -> Answer {
        guard let file = try? SharedFile(text) else { return Answer() }
        return Answer(profiles: SharedProfiles(config: file, credentials: nil).profiles)
    }

    private func expectSameAnswers(to texts: [String]) async throws {
        let answers = try await BotocoreScript.answer(Self.script, to: texts, as: [Answer].self)
        #expect(answers.count == texts.count)
        var differences = 0
        for (text, theirs) in zip(texts, answers) where ours(text) != theirs {
            differences += 1
            if differences <= 5 {
                Issue.record("\(text.debugDescription)\nours:   \(ours(text))\ntheirs: \(theirs)")
            }
        }
        #expect(differences == 0)
    }

    @Test
    func readsWhatPeopleWriteAsTheCLIDoes() async throws {
        try await expectSameAnswers(to: Self.written)
    }

    @Test
    func readsWhatChanceWritesAsTheCLIDoes() async throws {
        var random = SeededGenerator(seed: 20_261_126)
        let pieces = [
            "[default]", "[profile a]", "[profile 'b c']", "[services x]", "[DEFAULT]", "region = a", "key=v",
            "s3 =",
            "a = b", "x : y", "# c", "; c", "\n", "\n", "\n", "\n", "\r\n", " ", "  ", "\t", "=", "word", "[",
            "]", "\"",
            "é = ü",
        ]
        let texts = (0..<4000).map { _ in
            (0..<Int.random(in: 1...24, using: &random)).map { _ in pieces.randomElement(using: &random) ?? ""
            }.joined()
        }
        try await expectSameAnswers(to: texts)
    }

    @Test
    func namesTheLineThatCannotBeRead() {
        let error = #expect(throws: AWSError.self) {
            try withSharedFiles(config: "[default]\nregion = a\n\nbroken\n") {
                try AWSConfiguration(environment: $0)
            }
        }
        #expect(error?.kind == .configuration)
        #expect(error?.resource?.hasSuffix("/.aws/config") == true)
        #expect(error?.message.contains("line 4") == true)
    }
}
