import Foundation
import PackagePlugin

/// `swift package lambda build|run|invoke`: runs `scripts/lambda` of this package in the folder of the package that uses it.
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
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "lambda has ended with status \(process.terminationStatus)")
        }
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
