import Foundation
import TestSupport

/// Networks, pictures, and what onnxruntime makes of them: see Tests/Recognizer/NetworkReference/reference.py.
final class NetworkReference: Sendable {
    struct Case: Decodable {
        struct Output: Decodable {
            let file: String
            let rows, columns, channels: Int
            /// The published network's outputs that are side by side in it.
            let parts: [Part]
        }

        /// An output of the published network; the name is empty where there is one alone.
        struct Part: Decodable {
            let name: String
            let channels: Int
        }

        let network: String
        /// The converted models by the form of their weights.
        let models: [String: String]
        let picture: String
        let rows, columns: Int
        let outputs: [Output]
    }

    /// A network that the converter cannot convert.
    struct Refusal: Decodable {
        let network: String
        /// The layer that the converter must name, and what it says.
        let layer, words: String
    }

    private struct Contents: Decodable {
        let cases: [Case]
        let refusals: [Refusal]
    }

    static let interpreter = Python.interpreter(importing: "onnx", "onnxruntime")
    static let missing = "no onnxruntime: run scripts/setup"
    static let shared = Task { try await NetworkReference() }

    let cases: [Case]
    let refusals: [Refusal]
    private let folder: URL

    private init() async throws {
        folder = try Repository.makeTemporaryFolder()
        let script = Repository.root.appending(path: "Tests/Recognizer/NetworkReference/reference.py").path
        let result = try await Subprocess.run(
            Self.interpreter ?? "python3", [script, folder.path] + Self.publishedModels(),
            environment: ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 })
        let description = folder.appending(path: "cases.json")
        guard FileManager.default.fileExists(atPath: description.path) else {
            throw Failure(words: String(decoding: result.errors, as: UTF8.self))
        }
        // What it did without.
        if !result.output.isEmpty { print(result.text) }
        let contents = try JSONDecoder().decode(Contents.self, from: Data(contentsOf: description))
        (cases, refusals) = (contents.cases, contents.refusals)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    struct Failure: Error {
        let words: String
    }

    func path(_ file: String) -> String { folder.appending(path: file).path }

    func bytes(_ file: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: folder.appending(path: file)))
    }

    func floats(_ file: String) throws -> [Float] {
        try bytes(file).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    }

    /// The published files that set-up fetched, and those of the test data.
    private static func publishedModels() -> [String] {
        var folders = [Repository.root.appending(path: ".local/models/published")]
        if let shared = Repository.shared {
            folders.append(shared.appending(path: "models"))
        } else {
            print("Without the models of the test data: \(Repository.sharedMissing)")
        }
        var seen: Set<String> = []
        return folders.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
                .filter { ($0.hasSuffix(".onnx") || $0.hasSuffix(".dat")) && seen.insert($0).inserted }
                .map { folder.appending(path: $0).path }
        }
    }
}
