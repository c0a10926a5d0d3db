import Foundation
import PackagePlugin

/// `swift package lambda`: runs `scripts/lambda` of this package in the folder of the package that uses it.
@main
struct LambdaCommand: CommandPlugin {
    /// The command cannot be run.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    func performCommand(context: PluginContext, arguments: [String]) async throws {
        let folder = try runtime(of: context.package).directoryURL
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", folder.appending(path: "scripts/lambda").path] + arguments
        process.currentDirectoryURL = context.package.directoryURL
        let progress = Pipe()
        process.standardError = progress
        try process.run()
        report(progress.fileHandleForReading)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "lambda has ended with status \(process.terminationStatus)")
        }
    }

    /// Passes on what the script says beside its results, line by line: SwiftPM writes it on its standard error, and on
    /// its standard output all that a plugin writes itself.
    private func report(_ text: FileHandle) {
        var rest = Data()
        while case let part = text.availableData, !part.isEmpty {
            rest += part
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                Diagnostics.progress(String(decoding: rest[..<end], as: UTF8.self))
                rest.removeSubrange(...end)
            }
        }
        if !rest.isEmpty { Diagnostics.progress(String(decoding: rest, as: UTF8.self)) }
    }

    /// The package that has the runtime: the package itself, or one that it depends on.
    private func runtime(of package: Package) throws -> Package {
        if package.products.contains(where: { $0.name == "LambdaRuntime" }) { return package }
        for dependency in package.dependencies {
            if let found = try? runtime(of: dependency.package) { return found }
        }
        throw Failure(description: "no package here has the product LambdaRuntime")
    }
}
