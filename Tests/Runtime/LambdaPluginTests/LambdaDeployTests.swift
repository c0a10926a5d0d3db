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

        /// A zip of a program that is an ELF header and a text.
        func writeZip(ofProgramForMachine machine: Int, with text: String = "") async throws {
            let script = """
                import struct, sys, zipfile
                sizes = int(sys.argv[1]), 64, 56, 0, 64, 0, 0
                header = struct.pack("<6s10xHH28xHHHHHH", b"\\x7fELF\\x02\\x01", 2, *sizes)
                program = header + b"\\0" + sys.argv[2].encode() + b"\\0"
                zipfile.ZipFile("code.zip", "w").writestr("bootstrap", program)
                """
            let made = try await Subprocess.run(
                "python3", ["-c", script, "\(machine)", text], folder: folder)
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

    /// 62 and 183 are x86-64's and arm64's numbers in an ELF header; 8 is MIPS's.
    @Test func takesTheProcessorFromTheProgram() async throws {
        try await inAccount { account in
            _ = try await account.deploy("--architecture arm64")
            // A script is for any processor.
            let script = try await account.deploy()
            #expect(script.errorText.hasPrefix("nothing to change"), "\(script.errorText)")

            try await account.writeZip(ofProgramForMachine: 183)
            let same = try await account.deploy("--plan")
            #expect(same.errorText.contains("would update the code\n"), "\(same.errorText)")
            let other = try await account.deploy("--architecture x86_64")
            #expect(other.status == 1)
            #expect(other.errorText.contains("is for arm64, not for x86_64"), "\(other.errorText)")

            try await account.writeZip(ofProgramForMachine: 62)
            let moved = try await account.deploy("--plan")
            #expect(
                moved.errorText.contains("would update the code, for x86_64 in place of arm64\n"),
                "\(moved.errorText)")
        }
    }

    /// The certificates lie elsewhere on Amazon Linux than a libcurl of Debian's source looks for them.
    @Test func setsTheCertificatesForAFunctionThatCallsAWS() async throws {
        try await inAccount { account in
            _ = try await account.deploy()
            try await account.writeZip(ofProgramForMachine: 62, with: "AWSClients")
            let first = try await account.deploy()
            #expect(first.errorText.contains("update the code\nupdate Environment\n"), "\(first.errorText)")
            let bundle = "--env AWS_CA_BUNDLE="
            let same = try await account.deploy(bundle + "/etc/pki/tls/certs/ca-bundle.crt")
            #expect(same.errorText.contains("nothing to change"), "\(same.errorText)")
            // What somebody has chosen stays.
            _ = try await account.deploy(bundle + "/var/task/roots.pem")
            let kept = try await account.deploy()
            #expect(kept.errorText.contains("nothing to change"), "\(kept.errorText)")
        }
    }

    @Test func refusesAZipThatWouldNotStart() async throws {
        try await inAccount { account in
            try await account.writeZip(ofProgramForMachine: 8)
            let foreign = try await account.deploy("--plan")
            #expect(foreign.status == 1)
            #expect(foreign.errorText.contains("neither x86-64 nor arm64"), "\(foreign.errorText)")
            try Data("PK no zip".utf8).write(to: account.folder.appending(path: "code.zip"))
            let damaged = try await account.deploy("--plan")
            #expect(damaged.status == 1)
            #expect(damaged.errorText.contains("code.zip cannot be read"), "\(damaged.errorText)")
            #expect(!damaged.errorText.contains("Traceback"))
        }
    }

    @Test func letsTheAddressStream() async throws {
        try await inAccount { account in
            let planned = try await account.deploy("--url --stream --plan")
            #expect(
                planned.errorText.contains("would give it an address (AWS_IAM, RESPONSE_STREAM)\n"),
                "\(planned.errorText)")
            let made = try await account.deploy("--url --stream")
            #expect(
                made.errorText.contains("\ngive it an address (AWS_IAM, RESPONSE_STREAM)\n"),
                "\(made.errorText)")
            // What was not asked for stays.
            for options in ["--url --stream", "--url"] {
                let again = try await account.deploy(options)
                #expect(again.errorText.hasPrefix("nothing to change"), "\(again.errorText)")
            }
        }
    }

    @Test func letsAnAddressStreamThatDidNot() async throws {
        try await inAccount { account in
            let buffered = try await account.deploy("--url")
            #expect(buffered.errorText.contains("\ngive it an address (AWS_IAM)\n"), "\(buffered.errorText)")
            let changed = try await account.deploy("--url --stream")
            #expect(
                changed.errorText.hasPrefix("change its address (AWS_IAM, RESPONSE_STREAM)\n"),
                "\(changed.errorText)")
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
            let stream = try await account.deploy("--stream")
            #expect(stream.errorText.contains("add --url"))
        }
    }
}

private enum AWSCommand {
    static let isInstalled =
        ProcessInfo.processInfo.environment["PATH", default: ""].split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/aws") }
}
