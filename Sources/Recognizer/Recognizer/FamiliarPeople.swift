import FaceRecognition
import RollcallMessages
import Synchronization

/// Who was in each device's last clip: half a second later one frame says whether they still are.
final class FamiliarPeople: Sendable {
    /// The people of a device's last clip.
    struct Entry {
        let faces: FamiliarFaces
        /// The key of the clip that was looked at without knowing anybody, and its time in Unix milliseconds.
        let clip: String
        fileprivate let knownSince: Int64
        /// The time of the clip that showed them last.
        fileprivate let seenAt: Int64
        /// The gallery that they were compared with.
        fileprivate let galleryRevision: Int
    }

    private let entries = Mutex<[String: Entry]>([:])

    /// So much later, in milliseconds, people may have changed places.
    private static let longestGap: Int64 = 1500
    /// More devices have no one function.
    private static let maximumDevices = 1000

    /// Who was in the clip before this one; nil where that is not known, is long ago, or where the gallery has changed.
    func people(before clip: ClipIdentity, galleryRevision: Int) -> Entry? {
        entries.withLock { $0[clip.device ?? ""] }.flatMap { entry in
            let isNext = Self.isWithin(Self.longestGap, of: entry.seenAt, clip.timestamp)
            let isFresh = Self.isWithin(entry.faces.lifetime, of: entry.knownSince, clip.timestamp)
            return isNext && isFresh && entry.galleryRevision == galleryRevision ? entry : nil
        }
    }

    /// Remembers a clip's people; nil for nobody.
    ///
    /// - Parameter before: The people whom it confirmed, if it did.
    func note(
        _ faces: FamiliarFaces?, in request: RecognitionRequest, confirming before: Entry?,
        galleryRevision: Int
    ) {
        let timestamp = request.identity.timestamp
        let entry = faces.map {
            Entry(
                faces: $0, clip: before?.clip ?? request.clipKey, knownSince: before?.knownSince ?? timestamp,
                seenAt: timestamp, galleryRevision: galleryRevision)
        }
        entries.withLock { entries in
            if entries.count >= Self.maximumDevices { entries = [:] }
            entries[request.identity.device ?? ""] = entry
        }
    }

    /// The device's next clip is looked at as if nothing were known.
    func forget(device: String?) {
        entries.withLock { $0[device ?? ""] = nil }
    }

    private static func isWithin(_ limit: Int64, of earlier: Int64, _ later: Int64) -> Bool {
        let (elapsed, overflow) = later.subtractingReportingOverflow(earlier)
        return !overflow && (1...limit).contains(elapsed)
    }
}
