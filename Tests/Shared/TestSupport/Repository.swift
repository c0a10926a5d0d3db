public import Foundation

/// Where things are in a checkout.
public enum Repository {
    /// The repository's root.
    public static let root = URL(filePath: #filePath)
        .appending(path: "../../../..").standardized

    /// The folder with what was built together with the tests.
    public static let products: URL =
        URL(filePath: CommandLine.arguments[0]).standardized.deletingLastPathComponent()

    /// The folder of test data that is not part of the repository: `ROLLCALL_SHARED`, else `../shared`; nil
    /// where there is none.
    public static let shared: URL? = {
        let path = ProcessInfo.processInfo.environment["ROLLCALL_SHARED"]
        let url = path.map { URL(filePath: $0) } ?? root.deletingLastPathComponent().appending(path: "shared")
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }()

    /// Why tests that need ``shared`` are skipped.
    public static let sharedMissing = "no test data: put it at ../shared, or set ROLLCALL_SHARED"

    /// The folder of models that set-up fetches; nil before that.
    public static let models: URL? = {
        let url = root.appending(path: ".local/models")
        return FileManager.default.fileExists(atPath: url.path) ? url : nil
    }()

    /// A new empty folder, which the caller removes.
    public static func makeTemporaryFolder() throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "rollcall-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        return url
    }
}
