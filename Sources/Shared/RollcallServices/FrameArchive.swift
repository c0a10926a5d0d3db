import RollcallMessages
import WireFormats

/// A clip's frames in one object, an archive of `frame-NNN.jpg`.
package enum FrameArchive {
    /// The largest that is read, in bytes.
    package static let maximumBytes = 64 << 20
    /// The most frames of a clip.
    private static let maximumFrames = 1000

    /// The frames of an archive, by their indices; other files in it are left out.
    ///
    /// - Throws: `UnreadableBundle`.
    package static func frames(in archive: [UInt8], key: String) throws(UnreadableBundle) -> [Int: [UInt8]] {
        let files: [StoredZip.File]
        do throws(StoredZip.Fault) {
            files = try StoredZip.files(in: archive)
        } catch {
            throw UnreadableBundle(key: key, fault: error)
        }
        var frames: [Int: [UInt8]] = [:]
        for file in files {
            guard let index = ClipIdentity.frameIndex(file.name), index < maximumFrames else { continue }
            frames[index] = file.bytes
        }
        return frames
    }
}

/// Frames that were stored in one object and cannot be read.
package struct UnreadableBundle: Error, Hashable, CustomStringConvertible {
    package let key: String
    let fault: StoredZip.Fault

    package var description: String { "The frames in \(key) cannot be read: \(fault)." }
}
