import Foundation
import LambdaSamples
import TestSupport
import Testing

/// `scripts/lambda`, which `swift package lambda` runs: what it does without building.
@Suite struct LambdaCommandTests {
    private static let command = Repository.root.appending(path: "scripts/lambda").path

    private func lambda(_ arguments: String...) async throws -> SubprocessResult {
        try await Subprocess.run(Self.command, arguments)
    }

    /// Runs a line of Python beside the command's own functions, which are those of `command`.
    private func python(
        _ line: String, _ arguments: [String] = [], in folder: URL, environment: [String: String]? = nil
    ) async throws -> SubprocessResult {
        let script = """
            import importlib.machinery, importlib.util, os, pathlib, sys
            sys.dont_write_bytecode = True
            sys.path.insert(0, str(pathlib.Path(sys.argv[1]).parent))
            loader = importlib.machinery.SourceFileLoader("command", sys.argv[1])
            command = importlib.util.module_from_spec(importlib.util.spec_from_loader("command", loader))
            loader.exec_module(command)
            \(line)
            """
        return try await Subprocess.run(
            "python3", ["-c", script, Self.command] + arguments, environment: environment, folder: folder)
    }

    private func compile(_ source: String, _ options: [String], in folder: URL) async throws -> URL {
        let program = folder.appending(path: "program")
        try Data(source.utf8).write(to: folder.appending(path: "program.c"))
        let result = try await Subprocess.run(
            "cc", ["-o", program.path, folder.appending(path: "program.c").path] + options)
        try #require(result.status == 0, "\(result.errorText)")
        return program
    }

    private func inFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    @Test func takesAStaticProgram() async throws {
        try await inFolder { folder in
            let program = try await compile("int main(void) { return 0; }", ["-static"], in: folder)
            let result = try await lambda("build", "--check-only", program.path)
            #expect(result.status == 0)
            #expect(result.errorText.contains("static"))
        }
    }

    /// What a debug build needs is not on Amazon Linux 2023.
    @Test func refusesAProgramThatNeedsOtherLibraries() async throws {
        let function = Repository.products.appending(path: "RuntimeTestFunction")
        let result = try await lambda("build", "--check-only", function.path)
        #expect(result.status == 1)
        #expect(result.errorText.contains("it needs libcurl.so.4, which is not there"))
    }

    /// `_dl_find_object` came with glibc 2.35; the unwinder of newer compilers calls it.
    @Test func refusesAProgramThatNeedsANewerCLibrary() async throws {
        try await inFolder { folder in
            let program = try await compile(
                "int _dl_find_object(void *, void *); int main(void) { return _dl_find_object(0, 0); }", [],
                in: folder)
            let result = try await lambda("build", "--check-only", program.path)
            #expect(result.status == 1)
            #expect(result.errorText.contains("it needs GLIBC_2.35; there is GLIBC_2.34"))
        }
    }

    /// Amazon Linux 2023 has the libraries of GCC 11.
    @Test(arguments: [
        ("libstdc++.so.6", "GLIBCXX_3.4.29", "GLIBCXX_3.4.30"),
        ("libstdc++.so.6", "CXXABI_1.3.13", "CXXABI_1.3.14"),
        ("libgcc_s.so.1", "GCC_7.0.0", "GCC_12.0.0"),
    ])
    func refusesAProgramThatNeedsANewerCompilersLibrary(
        library: String, there: String, missing: String
    ) async throws {
        for version in [there, missing] {
            try await inFolder { folder in
                let versions = folder.appending(path: "versions")
                try Data("\(version) { global: wanted; };".utf8).write(to: versions)
                let naming = "-Wl,-soname,\(library),--version-script,\(versions.path)"
                let made = try await compile(
                    "int wanted(void) { return 0; }", ["-shared", "-fPIC", naming], in: folder)
                let stub = folder.appending(path: "stub.so")
                try FileManager.default.moveItem(at: made, to: stub)
                let program = try await compile(
                    "int wanted(void); int main(void) { return wanted(); }", [stub.path], in: folder)
                let result = try await lambda("build", "--check-only", program.path)
                #expect(result.errorText.contains("it needs \(version); there is ") == (version == missing))
                #expect(!result.errorText.contains("which is not there"), "\(result.errorText)")
            }
        }
    }

    @Test func saysInASentenceWhatIsWrongWithADamagedProgram() async throws {
        try await inFolder { folder in
            let program = try await compile("int main(void) { return 0; }", [], in: folder)
            let whole = try Data(contentsOf: program)
            var random = SeededGenerator(seed: 5)
            for _ in 0..<40 {
                var damaged = whole
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged = damaged.prefix(Int.random(in: 0..<damaged.count, using: &random))
                case 1: for _ in 0..<30 { damaged[Int.random(in: 0..<2000, using: &random)] = 0xFF }
                default:
                    for _ in 0..<200 {
                        damaged[Int.random(in: 0..<damaged.count, using: &random)] = .random(
                            in: 0...255, using: &random)
                    }
                }
                let file = folder.appending(path: "damaged")
                try damaged.write(to: file)
                let result = try await lambda("build", "--check-only", file.path)
                #expect(!result.errorText.contains("Traceback"), "\(result.errorText)")
            }
        }
    }

    @Test(arguments: ["json", "bytes", "http", "sqs", "s3", "streaming"])
    func writesAFunctionOfEachTemplate(template: String) async throws {
        try await inFolder { folder in
            let package = folder.appending(path: "my-function")
            let made = try await lambda("init", package.path, "--template", template)
            #expect(made.status == 0, "\(made.errorText)")
            for file in ["Package.swift", "Sources/MyFunction/MyFunction.swift"] {
                let text = try String(contentsOf: package.appending(path: file), encoding: .utf8)
                #expect(!text.contains("<"), "\(file): \(text)")
                #expect(text.contains("MyFunction"))
            }
            let again = try await lambda("init", package.path)
            #expect(again.status == 1)
            #expect(again.errorText.contains("is not empty"))
        }
    }

    /// Products have names of their own; a target that is in none is one by itself.
    @Test func knowsTheProductsOfAPackage() async throws {
        let manifest = """
            // swift-tools-version: 6.1
            import PackageDescription
            let package = Package(
                name: "shop",
                products: [
                    .executable(name: "orders", targets: ["App"]), .library(name: "Stock", targets: ["Stock"]),
                ],
                targets: [
                    .executableTarget(name: "App"), .executableTarget(name: "Returns"), .target(name: "Stock"),
                ])
            """
        try await inFolder { folder in
            try Data(manifest.utf8).write(to: folder.appending(path: "Package.swift"))
            let result = try await Subprocess.run(Self.command, ["build", "App"], folder: folder)
            #expect(result.status == 1)
            #expect(
                result.errorText.contains("there is no executable App here; there are orders, Returns"),
                "\(result.errorText)")
        }
    }

    /// What the command writes of a program that is built, by its own functions.
    @Test func putsWhatIsIncludedIntoAnImage() async throws {
        try await inFolder { folder in
            let files = ["program": "p", "server": "s", "pages/index.html": "i", "pages/a b/c": "c"]
            for (name, text) in files {
                let file = folder.appending(path: name)
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: file)
            }
            let image = folder.appending(path: "image")
            func write(_ included: String...) async throws -> String {
                let line = "command.write_image(pathlib.Path('program'), pathlib.Path('image'), sys.argv[2:])"
                let result = try await python(line, included, in: folder)
                #expect(result.status == 0, "\(result.errorText)")
                return try String(contentsOf: image.appending(path: "Dockerfile"), encoding: .utf8)
            }
            #expect(try await write("server", "pages").contains("\nCOPY var/task /var/task\n"))
            for (name, text) in files where name != "program" {
                let copy = image.appending(path: "var/task").appending(path: name)
                #expect(try String(contentsOf: copy, encoding: .utf8) == text)
            }
            // What was included once is not included for ever.
            #expect(!(try await write().contains("COPY var/task")))
            #expect(!FileManager.default.fileExists(atPath: image.appending(path: "var/task").path))
        }
    }

    /// Editors make links to nowhere beside what is edited, and files that vanish while they are listed.
    @Test func looksPastWhatIsNoFileAmongTheSources() async throws {
        try await inFolder { folder in
            let sources = folder.appending(path: "Sources/App")
            try FileManager.default.createDirectory(at: sources, withIntermediateDirectories: true)
            try Data("a".utf8).write(to: sources.appending(path: "App.swift"))
            try FileManager.default.createSymbolicLink(
                atPath: sources.appending(path: ".#App.swift").path, withDestinationPath: "me@here.1:2")
            let names = "print(*sorted(path.name for path in command.sources()))"
            let result = try await python(names, in: folder)
            #expect(result.text == "App App.swift Sources\n", "\(result.errorText)")
        }
    }

    @Test func saysThatThereIsNoContainerProgram() async throws {
        try await inFolder { folder in
            let lines = "command.shutil.which = lambda _: None; command.container_program('no cmake')"
            let result = try await python(lines, in: folder)
            #expect(result.status == 1)
            #expect(
                result.errorText.contains("no cmake), and none of docker, podman, finch is here"),
                "\(result.errorText)")
        }
    }

    @Test func refusesANameThatIsNoModules() async throws {
        try await inFolder { folder in
            let result = try await lambda("init", folder.appending(path: "1").path)
            #expect(result.status == 1)
            #expect(result.errorText.contains("--name"))
        }
    }

    @Test func hasASampleOfEachKind() async throws {
        let listed = try await lambda("invoke", "--list").text.split(separator: "\n").map(String.init)
        #expect(listed == LambdaSample.allCases.map(\.rawValue).sorted())
    }

    @Test func saysThatNoFunctionRuns() async throws {
        let result = try await lambda("invoke", "{}", "--port", "\(try freePort())")
        #expect(result.status == 1)
        #expect(result.errorText.contains("swift package lambda run"))
    }
}
