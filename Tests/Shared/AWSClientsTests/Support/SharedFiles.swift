import Foundation
import TestSupport

/// Runs `body` with the environment of a home folder that holds these shared files.
func withSharedFiles<Result>(
    _ variables: [String: String] = [:], config: String = "", credentials: String = "",
    _ body: ([String: String]) throws -> Result
) throws -> Result {
    let home = try makeHome(config: Data(config.utf8), credentials: Data(credentials.utf8))
    defer { try? FileManager.default.removeItem(at: home) }
    return try body(environment(of: home, variables))
}

/// The same, for what has to wait.
func withSharedFiles<Result>(
    _ variables: [String: String] = [:], config: String = "", credentials: String = "",
    _ body: ([String: String]) async throws -> Result
) async throws -> Result {
    let home = try makeHome(config: Data(config.utf8), credentials: Data(credentials.utf8))
    defer { try? FileManager.default.removeItem(at: home) }
    return try await body(environment(of: home, variables))
}

private func makeHome(config: Data, credentials: Data) throws -> URL {
    let home = try Repository.makeTemporaryFolder()
    let folder = home.appending(path: ".aws")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try config.write(to: folder.appending(path: "config"))
    try credentials.write(to: folder.appending(path: "credentials"))
    return home
}

private func environment(of home: URL, _ variables: [String: String]) -> [String: String] {
    ["HOME": home.path, "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"]
        .merging(variables) { $1 }
}
