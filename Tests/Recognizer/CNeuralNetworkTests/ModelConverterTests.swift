import Foundation
import TestSupport
import Testing

/// The converter's own tests, which are Python's.
@Suite(.enabled(if: NetworkReference.interpreter != nil, Comment(rawValue: NetworkReference.missing)))
struct ModelConverterTests {
    @Test func testsOfSetUp() async throws {
        let interpreter = try #require(NetworkReference.interpreter)
        let script = Repository.root.appending(path: "Tests/Recognizer/NetworkReference/test_fetch.py").path
        let result = try await Subprocess.run(
            interpreter, [script],
            environment: ProcessInfo.processInfo.environment.merging(["PYTHONDONTWRITEBYTECODE": "1"]) { $1 })
        #expect(result.status == 0, "\(result.errorText)")
    }
}
