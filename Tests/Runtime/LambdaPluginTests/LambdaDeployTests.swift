import Foundation
import TestSupport
import Testing

/// `scripts/lambda deploy` and `logs`, by the AWS command, in an account that moto emulates.
@Suite(
    .enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)),
    .enabled(if: AWSCommand.isInstalled, "no AWS command: install awscli"))
struct LambdaDeployTests {
    /// Commands in an account of its own, beside a zip whose program is text.
    private struct Account {
        let server: MotoServer
        let folder: URL

        func lambda(_ arguments: String...) async throws -> SubprocessResult { try await run(arguments) }

        func deploy(_ options: String = "") async throws -> SubprocessResult {
            try await run(
                ["deploy", "--zip", "code.zip", "--function", "hello"]
                    + options.split(separator: " ").map(String.init))
        }

        private func run(_ arguments: [String]) async throws -> SubprocessResult {
            var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
            environment.merge(server.clientEnvironment()) { $1 }
            environment["HOME"] = folder.path
            return try await Subprocess.run(
                Repository.root.appending(path: "scripts/lambda").path, arguments, environment: environment,
                folder: folder)
        }

        func writeZip(of program: String) async throws {
            let script =
                "import sys, zipfile; zipfile.ZipFile('code.zip', 'w').writestr('bootstrap', sys.argv[1])"
            let made = try await Subprocess.run("python3", ["-c", script, program], folder: folder)
            try #require(made.status == 0, "\(made.errorText)")
        }
    }

    private func inAccount(_ body: (Account) async throws -> Void) async throws {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let account = Account(server: try await MotoServer(hasManagedPolicies: true), folder: folder)
        defer { account.server.stop() }
        try await account.writeZip(of: "one")
        try await body(account)
    }

    @Test func aSecondDeploymentChangesNothing() async throws {
        try await inAccount { account in
            let planned = try await account.deploy("--plan")
            #expect(planned.status == 0, "\(planned.errorText)")
            #expect(planned.errorText.contains("would create the function hello"))

            let first = try await account.deploy("--url --public")
            #expect(first.status == 0, "\(first.errorText)")
            // What was only planned was not done.
            for line in [
                "create the role", "create the log group", "create the function", "give it an address",
            ] {
                #expect(first.errorText.contains("\n\(line)") || first.errorText.hasPrefix(line), "\(line)")
            }
            #expect(first.text.hasPrefix("https://"))

            let second = try await account.deploy("--url --public")
            #expect(second.status == 0, "\(second.errorText)")
            #expect(second.errorText.hasPrefix("nothing to change"), "\(second.errorText)")
            #expect(second.text == first.text)
        }
    }

    @Test func whatWasNotAskedForStays() async throws {
        try await inAccount { account in
            _ = try await account.deploy("--env FIRST=1 --memory 256")
            try await account.writeZip(of: "two")
            let changed = try await account.deploy("--env SECOND=2")
            #expect(
                changed.errorText.hasPrefix("update the code\nupdate Environment\n"), "\(changed.errorText)")
            // The variable and the memory of the first time are there still.
            let again = try await account.deploy("--env FIRST=1 --env SECOND=2 --memory 256")
            #expect(again.errorText.hasPrefix("nothing to change"), "\(again.errorText)")
        }
    }

    @Test func setsTheHandler() async throws {
        try await inAccount { account in
            _ = try await account.deploy("--handler server")
            let again = try await account.deploy("--handler server")
            #expect(again.errorText.hasPrefix("nothing to change"), "\(again.errorText)")
            let kept = try await account.deploy()
            #expect(kept.errorText.hasPrefix("nothing to change"), "\(kept.errorText)")
            let changed = try await account.deploy("--handler bootstrap")
            #expect(changed.errorText.hasPrefix("update Handler\n"), "\(changed.errorText)")
        }
    }

    @Test func saysWhatIsMissing() async throws {
        try await inAccount { account in
            let logs = try await account.lambda("logs", "nobody")
            #expect(logs.status == 1)
            #expect(logs.errorText.contains("ResourceNotFoundException"))
            #expect(!logs.errorText.contains("Traceback"))
            let zip = try await account.lambda("deploy", "--zip", "no.zip", "--function", "hello")
            #expect(zip.errorText.contains("there is no file no.zip"))
            let open = try await account.deploy("--public")
            #expect(open.errorText.contains("add --url"))
        }
    }
}

private enum AWSCommand {
    static let isInstalled =
        ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/aws") }
}
