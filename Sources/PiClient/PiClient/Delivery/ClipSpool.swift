import FoundationEssentials
import Glibc

/// The clips that could not be sent, on disk as `<folder>/<timestamp>.h264`, within a bound; they outlive the
/// process. Only the user who runs it may read them.
actor ClipSpool {
    /// How much is kept.
    struct Limits: Sendable {
        var maximumBytes: Int
        var maximumClips: Int
    }

    nonisolated let folder: String
    private let limits: Limits
    /// Told once of each trouble that clips are lost by.
    private let notice: @Sendable (String) -> Void
    private var said: String?
    /// Sizes in bytes by timestamp.
    private var sizes: [Int64: Int]
    private var totalBytes: Int

    /// The spool in `folder`, with what an earlier process left there.
    ///
    /// - Throws: `SpoolError` if the folder cannot be made.
    init(
        folder: String, limits: Limits, notice: @escaping @Sendable (String) -> Void = { _ in }
    ) throws(SpoolError) {
        self.folder = folder
        self.limits = limits
        self.notice = notice
        do {
            try OutputFile.makeFolder(folder)
        } catch {
            throw SpoolError(folder: folder, reason: error.description)
        }
        sizes = try Self.contents(of: folder)
        totalBytes = sizes.values.reduce(0, +)
    }

    /// The sizes in bytes of the clips in a folder, by timestamp; none where there is no folder.
    ///
    /// - Throws: `SpoolError` if it cannot be listed.
    static func contents(of folder: String) throws(SpoolError) -> [Int64: Int] {
        guard let listing = opendir(folder) else {
            if errno == ENOENT { return [:] }
            throw SpoolError(folder: folder, reason: SystemCallError.last.description)
        }
        closedir(listing)
        var sizes: [Int64: Int] = [:]
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] {
            var status = stat()
            guard name.hasSuffix(".h264"), let timestamp = Int64(name.dropLast(".h264".count)),
                lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG
            else { continue }
            sizes[timestamp] = Int(status.st_size)
        }
        return sizes
    }

    var count: Int { sizes.count }

    /// Keeps a clip; the oldest ones make room for it, also where the disk is full.
    ///
    /// - Returns: How many clips were given up for it.
    /// - Throws: `SpoolError` if the clip cannot be written, or alone is larger than the bound.
    func store(_ bytes: [UInt8], timestamp: Int64) throws(SpoolError) -> Int {
        guard bytes.count <= limits.maximumBytes, limits.maximumClips > 0 else {
            throw lose("a clip of \(bytes.count) bytes is over its bound")
        }
        var givenUp = 0
        while let oldest, sizes.count >= limits.maximumClips || totalBytes + bytes.count > limits.maximumBytes
        {
            remove(oldest)
            givenUp += 1
        }
        // Where others fill the disk, as much room as the clip takes may still be too little for it.
        var freed = 0
        while true {
            do {
                try OutputFile.write(bytes, to: path(timestamp), isPrivate: true)
                break
            } catch {
                let isFull = error.code == ENOSPC || error.code == EDQUOT
                guard isFull, freed <= bytes.count, let oldest else {
                    throw lose(error.description, givenUp: givenUp)
                }
                freed += sizes[oldest] ?? 0
                remove(oldest)
                givenUp += 1
                say(
                    "\(SpoolError(folder: folder, reason: error.description)) Until then the oldest clips make room."
                )
            }
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
        unlink(path(timestamp))
    }

    private func path(_ timestamp: Int64) -> String { "\(folder)/\(timestamp).h264" }

    private func lose(_ reason: String, givenUp: Int = 0) -> SpoolError {
        let error = SpoolError(folder: folder, reason: reason, givenUp: givenUp)
        say(error.description)
        return error
    }

    /// Clips come twice a second, and so would what is said of them.
    private func say(_ text: String) {
        guard text != said else { return }
        said = text
        notice(text)
    }
}

/// The spool's folder cannot be used.
struct SpoolError: Error, Equatable, CustomStringConvertible {
    let folder: String
    let reason: String
    /// How many clips were given up in vain for the one that could not be kept.
    var givenUp = 0

    var description: String {
        "cannot keep clips in \(folder): \(reason). Make room there, or set spool.folder to another place."
    }
}
