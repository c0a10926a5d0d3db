import FoundationEssentials

/// The clips that could not be sent, on disk as `<folder>/<timestamp>.h264`, within a bound; they outlive the
/// process.
actor ClipSpool {
    /// How much is kept.
    struct Limits: Sendable {
        var maximumBytes: Int
        var maximumClips: Int
    }

    nonisolated let folder: String
    private let limits: Limits
    /// Sizes in bytes by timestamp.
    private var sizes: [Int64: Int] = [:]
    private var totalBytes = 0

    /// The spool in `folder`, with what an earlier process left there.
    ///
    /// - Throws: `SpoolError` if the folder cannot be made.
    init(folder: String, limits: Limits) throws(SpoolError) {
        self.folder = folder
        self.limits = limits
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                guard name.hasSuffix(".h264"), let timestamp = Int64(name.dropLast(".h264".count)) else {
                    continue
                }
                let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/" + name)
                let size = (attributes[.size] as? Int) ?? 0
                sizes[timestamp] = size
                totalBytes += size
            }
        } catch {
            throw SpoolError(folder: folder, reason: "\(error)")
        }
    }

    var count: Int { sizes.count }

    /// Keeps a clip; the oldest ones make room for it.
    ///
    /// - Returns: How many clips were given up for it.
    /// - Throws: `SpoolError` if the clip cannot be written, or alone is larger than the bound.
    func store(_ bytes: [UInt8], timestamp: Int64) throws(SpoolError) -> Int {
        guard bytes.count <= limits.maximumBytes, limits.maximumClips > 0 else {
            throw SpoolError(folder: folder, reason: "a clip of \(bytes.count) bytes is over its bound")
        }
        var givenUp = 0
        while let oldest, sizes.count >= limits.maximumClips || totalBytes + bytes.count > limits.maximumBytes
        {
            remove(oldest)
            givenUp += 1
        }
        do {
            // Atomic, so that a power cut leaves no half clip behind.
            try Data(bytes).write(to: URL(filePath: path(timestamp)), options: .atomic)
        } catch {
            throw SpoolError(folder: folder, reason: "\(error)")
        }
        totalBytes += bytes.count - (sizes.updateValue(bytes.count, forKey: timestamp) ?? 0)
        return givenUp
    }

    /// The timestamp of the clip that has waited longest.
    var oldest: Int64? { sizes.keys.min() }

    /// The timestamp of the clip that has waited longest of those that are not in `others`; if all are, of all.
    func oldest(besides others: Set<Int64>) -> Int64? {
        sizes.keys.lazy.filter { !others.contains($0) }.min() ?? oldest
    }

    /// A kept clip's bytes; nil if the file is gone or empty, and then the clip is forgotten.
    func read(_ timestamp: Int64) -> [UInt8]? {
        guard let data = try? Data(contentsOf: URL(filePath: path(timestamp))), !data.isEmpty else {
            remove(timestamp)
            return nil
        }
        return [UInt8](data)
    }

    func remove(_ timestamp: Int64) {
        guard let size = sizes.removeValue(forKey: timestamp) else { return }
        totalBytes -= size
        try? FileManager.default.removeItem(atPath: path(timestamp))
    }

    private func path(_ timestamp: Int64) -> String { "\(folder)/\(timestamp).h264" }
}

/// The spool's folder cannot be used.
struct SpoolError: Error, Equatable, CustomStringConvertible {
    let folder: String
    let reason: String

    var description: String {
        "cannot keep clips in \(folder): \(reason). Make room there, or set spool.folder to another place."
    }
}
