import Foundation
import TestSupport
import Testing

/// The browser that the page is tested in.
enum Chromium {
    /// Why it cannot be used with the local services, or nil.
    static let missing: String? =
        [
            "/usr/bin/chromium", "/usr/bin/chromedriver", "/usr/lib/python3/dist-packages/selenium",
        ].first { !FileManager.default.fileExists(atPath: $0) } ?? RunningStack.missing
}

/// The page in a real browser, with the local services and both functions behind it.
@Suite(
    .serialized,
    .enabled(
        if: Chromium.missing == nil,
        """
        no browser, local services or models: run make setup, and apt-get install chromium chromium-driver \
        python3-selenium
        """))
struct PageTests {
    @Test func `An operator names a stranger, marks, exports and removes, and a viewer only looks`()
        async throws
    {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        // Its own services: other tests would take its results from the shared queue.
        let stack = try await RunningStack(folder: Repository.root.appending(path: ".local/page-test"))
        defer { stack.stop() }
        let own = [
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": folder.path,
        ]
        let result = try await Subprocess.run(
            "/usr/bin/python3",
            [
                Repository.root.appending(path: "Tests/EndToEndTests/Fixtures/browse_page.py").path,
                Repository.products.appending(path: "rollcall").path,
                Repository.root.appending(path: ".local/photographs").path, folder.path,
            ], environment: stack.environment.merging(own) { $1 })
        #expect(result.status == 0, "\(result.text)\(result.errorText)")
    }
}
