import CFaceEmbedding
import Foundation
import TestSupport

/// A weight file in a folder of its own, which is removed with this.
final class WeightFile: Sendable {
    private let folder: URL
    private let url: URL

    var path: String { url.path }

    /// Writes the bytes of a file.
    init(_ bytes: some Collection<UInt8>) throws {
        folder = try Repository.makeTemporaryFolder()
        url = folder.appending(path: "test.weights")
        try Data(bytes).write(to: url)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What opening the file says.
    func status() -> CFaceStatus {
        var network: OpaquePointer?
        let status = CFaceNetwork_open(url.path, &network)
        if let network { CFaceNetwork_close(network) }
        return status
    }

    /// Writes over the file's first bytes.
    func replaceHeader(_ header: some Collection<UInt8>) throws {
        let file = try FileHandle(forWritingTo: url)
        try file.write(contentsOf: Data(header))
        try file.close()
    }

    /// The bytes of a valid file, all of whose weights are zero.
    static func bytes(_ type: CFaceWeightType) -> [UInt8] {
        let size = CFaceWeights_fileSize(type)
        let file = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
        defer { file.deallocate() }
        if let start = file.baseAddress { CFaceWeights_begin(type, start) }
        return [UInt8](file)
    }
}
