import Foundation
import TestSupport
import Testing

@testable import WireFormats

/// Archives as Python's zipfile and Info-ZIP see them, and theirs as this reader does.
struct StoredZipTests {
    private let files = [
        StoredZip.File(name: "frame-000.jpg", bytes: Array(0..<255)),
        StoredZip.File(name: "Zoë/王.jpg", bytes: []),
        StoredZip.File(name: "frame-014.jpg", bytes: [UInt8](repeating: 7, count: 70_000)),
    ]

    private func python(_ script: String, _ arguments: [String]) async throws -> String {
        let result = try await Subprocess.run("python3", ["-c", script] + arguments)
        try #require(result.status == 0, "\(result.errorText)")
        return result.text
    }

    private func file(_ bytes: [UInt8]) throws -> String {
        let path = try Repository.makeTemporaryFolder().appending(path: "frames.zip")
        try Data(bytes).write(to: path)
        return path.path
    }

    @Test func othersReadIt() async throws {
        let path = try file(try #require(StoredZip.archive(of: files)))
        let text = try await python(
            """
            import hashlib, sys, zipfile
            archive = zipfile.ZipFile(sys.argv[1])
            assert archive.testzip() is None
            for name in archive.namelist():
                print(name, hashlib.sha256(archive.read(name)).hexdigest()[:16])
            """, [path])
        #expect(
            text.split(separator: "\n").map { $0.prefix { $0 != " " } } == [
                "frame-000.jpg", "Zoë/王.jpg", "frame-014.jpg",
            ])
        let tested = try await Subprocess.run("unzip", ["-t", path])
        #expect(tested.status == 0, "\(tested.text)")
        #expect(StoredZip.archive(of: files) == StoredZip.archive(of: files))
    }

    @Test func readsItsOwnAndPythons() async throws {
        let own = try #require(StoredZip.archive(of: files))
        #expect(try StoredZip.files(in: own) == files)
        #expect(try StoredZip.files(in: try #require(StoredZip.archive(of: []))) == [])
        let path = try file([])
        _ = try await python(
            """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1], "w") as archive:
                archive.writestr("a.jpg", b"one")
                archive.writestr("ü/b.jpg", b"two" * 1000)
            """, [path])
        let read = try StoredZip.files(in: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
        #expect(read.map(\.name) == ["a.jpg", "ü/b.jpg"])
        #expect(read.map(\.bytes.count) == [3, 3000])
    }

    @Test func whatIsCompressedOrDamagedIsNamed() async throws {
        let path = try file([])
        _ = try await python(
            """
            import sys, zipfile
            with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("a.jpg", b"one" * 1000)
            """, [path])
        #expect(throws: StoredZip.Fault.unreadable(name: "a.jpg")) {
            try StoredZip.files(in: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
        }
        var damaged = try #require(StoredZip.archive(of: files))
        damaged[50] ^= 1
        #expect(throws: StoredZip.Fault.damaged(name: "frame-000.jpg")) { try StoredZip.files(in: damaged) }
    }

    @Test func noChangedByteIsReadOutOfBounds() throws {
        let archive = try #require(
            StoredZip.archive(of: [.init(name: "a", bytes: [1, 2, 3]), .init(name: "b", bytes: [4])]))
        for index in archive.indices {
            for value: UInt8 in [0, 1, 0x7F, 0xFF] {
                var changed = archive
                changed[index] = value
                _ = try? StoredZip.files(in: changed)
            }
            _ = try? StoredZip.files(in: Array(archive[..<index]))
        }
    }
}
