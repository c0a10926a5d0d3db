import Foundation
import TestSupport
import Testing

/// `scripts/lambda build`, with stand-ins for the programs that it starts, which note how they were called.
@Suite struct LambdaBuildTests {
    /// A package's folder, what an earlier build left in it, and programs that stand in for others.
    private struct Package {
        let folder: URL
        var tools: URL { folder.appending(path: "tools") }

        init() async throws {
            folder = try Repository.makeTemporaryFolder()
            try write("static-swift", in: ".build/lambda/static-swift/linux")
            try write("libcurl.a", in: ".build/lambda/http-curl/lib")
            try replace("swift", by: Self.compiler)
            try replace("llvm-strip", by: #"cp "$4" "$3""#)
        }

        private static let compiler = """
            echo "$@" >>calls
            case "$*" in
            *dump-package*) echo '{"products": [], "targets": [{"name": "Orders", "type": "executable"}]}' ;;
            *--show-bin-path*) echo "$PWD/bin" ;;
            *)
                for word in "$@"; do
                    case $word in
                    -Map=*) mkdir -p "$(dirname "${word#-Map=}")" && : >"${word#-Map=}" ;;
                    esac
                done ;;
            esac
            """

        func write(_ name: String, in place: String) throws {
            let parent = folder.appending(path: place)
            try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            try Data().write(to: parent.appending(path: name))
        }

        func replace(_ name: String, by script: String) throws {
            try write(name, in: "tools")
            let tool = tools.appending(path: name)
            try Data("#!/bin/sh\n\(script)\n".utf8).write(to: tool)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: tool.path)
        }

        /// Has a container make programs that are ELF headers and nothing else, of either processor.
        func replaceDocker() throws {
            let machines: [(String, UInt8)] = [("x86_64", 62), ("arm64", 183)]
            for (processor, machine) in machines {
                var header = [UInt8](repeating: 0, count: 64)
                header.replaceSubrange(0..<6, with: [0x7F, 0x45, 0x4C, 0x46, 2, 1])
                header[18] = machine
                try write(processor, in: "bin")
                try Data(header).write(to: folder.appending(path: "bin/\(processor)"))
            }
            let script = """
                echo "$@" >>calls
                case "$*" in *linux/arm64*) processor=arm64 ;; *) processor=x86_64 ;; esac
                cp "bin/$processor" ".build/lambda-$processor/bootstrap"
                echo Orders
                """
            try replace("docker", by: script)
        }

        /// Compiles what the stand-in for the compiler is taken to have built.
        func compile(_ source: String) async throws {
            try write("Orders.c", in: "bin")
            let file = folder.appending(path: "bin/Orders.c")
            try Data(source.utf8).write(to: file)
            let result = try await Subprocess.run(
                "cc", ["-static", "-o", folder.appending(path: "bin/Orders").path, file.path])
            try #require(result.status == 0, "\(result.errorText)")
        }

        func lambda(_ arguments: String...) async throws -> SubprocessResult {
            var environment = ProcessInfo.processInfo.environment
            environment["PATH"] = "\(tools.path):\(environment["PATH", default: "/usr/bin:/bin"])"
            return try await Subprocess.run(
                Repository.root.appending(path: "scripts/lambda").path, arguments, environment: environment,
                folder: folder)
        }

        /// The calls of the stand-ins, a line each.
        var calls: String {
            get throws { try String(contentsOf: folder.appending(path: "calls"), encoding: .utf8) }
        }
    }

    private func inPackage(_ body: (Package) async throws -> Void) async throws {
        let package = try await Package()
        defer { try? FileManager.default.removeItem(at: package.folder) }
        try await body(package)
    }

    private let plain = "int main(void) { return 0; }"
    /// As each type of a Swift module has its module's name beside it.
    private let callingAWS = """
        const char module[] = "\\0AWSClients";
        int main(int count, char **words) { return module[count]; }
        """

    @Test func refusesAProgramThatCallsAWSByPlainHTTP() async throws {
        try await inPackage { package in
            try await package.compile(plain)
            let alone = try await package.lambda("build")
            #expect(alone.text == "Orders.zip\n", "\(alone.errorText)")

            try await package.compile(callingAWS)
            let refused = try await package.lambda("build")
            #expect(refused.status == 1)
            #expect(refused.errorText.contains("--curl FOLDER"), "\(refused.errorText)")
        }
    }

    #if arch(arm64)
        private let otherProcessor = ("x86_64", "linux/amd64")
    #else
        private let otherProcessor = ("arm64", "linux/arm64")
    #endif

    @Test func buildsForAnotherProcessorInAContainer() async throws {
        try await inPackage { package in
            try package.replaceDocker()
            let built = try await package.lambda("build", "--architecture", otherProcessor.0)
            #expect(built.text == "Orders.zip\n", "\(built.errorText)")
            #expect(built.errorText.contains("in a container"))
            let calls = try package.calls
            #expect(calls.hasPrefix("run --rm --platform \(otherProcessor.1) -v "), "\(calls)")
            let place = package.folder.resolvingSymlinksInPath().path
            #expect(calls.contains("-v \(place):\(place) "), "\(calls)")
            #expect(calls.contains("chown"))
        }
    }

    @Test func buildsInAContainerWhereThatIsAskedFor() async throws {
        try await inPackage { package in
            try package.replaceDocker()
            for (processor, platform) in [("x86_64", "linux/amd64"), ("arm64", "linux/arm64")] {
                let built = try await package.lambda("build", "--container", "--architecture", processor)
                #expect(built.text == "Orders.zip\n", "\(built.errorText)")
                #expect(try package.calls.contains("--platform \(platform) "))
            }
            let missing = try await package.lambda("build", "--container-command", "no-such-program")
            #expect(missing.status == 1)
            #expect(missing.errorText.contains("no-such-program cannot be run"), "\(missing.errorText)")
        }
    }

    /// A libcurl for this machine cannot be linked into a program for another.
    @Test func wantsALibcurlForASwiftSDK() async throws {
        try await inPackage { package in
            let refused = try await package.lambda("build", "--swift-sdk", "other")
            #expect(refused.status == 1)
            #expect(refused.errorText.contains("--curl FOLDER"), "\(refused.errorText)")

            try await package.compile(plain)
            try package.write("libcurl.a", in: "curl/lib")
            let built = try await package.lambda("build", "--swift-sdk", "other", "--curl", "curl")
            #expect(built.status == 0, "\(built.errorText)")
            // What was built for this machine is not in its way.
            #expect(try package.calls.contains("/.build/lambda-sdk-other "))
        }
    }

    @Test func linksWhatALibcurlWithOpenSSLNeeds() async throws {
        try await inPackage { package in
            try await package.compile(callingAWS)
            try package.write("libcurl.a", in: "curl/lib")
            try package.write("libssl.a", in: "curl/lib")
            try package.write("curl.h", in: "curl/include/curl")
            let built = try await package.lambda("build", "--curl", "curl")
            #expect(built.status == 0, "\(built.errorText)")
            #expect(try package.calls.contains("-Xlinker -lssl -Xlinker -lcrypto"))
            #expect(try package.calls.contains("/curl/include"))
        }
    }
}
