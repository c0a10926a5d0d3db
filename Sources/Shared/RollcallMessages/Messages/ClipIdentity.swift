/// Which piece of video something belongs to: the device that filmed it and the capture time of its first frame.
///
/// Lambda, SQS and S3 events all deliver twice sometimes; two pieces of work with equal identities are the same
/// work. The identity also names the objects: the clip is `<name>.h264` and its frames `<name>/frame-NNN.jpg`.
package struct ClipIdentity: Hashable, Sendable {
    /// The device's id, which is the clip key's folder, or nil where none is set.
    package let device: String?

    /// The capture time of the clip's first frame, in Unix milliseconds.
    package let timestamp: Int64

    /// The clip's key without its extension: `<device>/<timestamp>`, or whatever the uploader called it.
    package let name: String

    /// The identity of a clip that Rollcall itself names.
    ///
    /// - Parameters:
    ///   - device: The device's id, or nil.
    ///   - timestamp: The capture time of the first frame, in Unix milliseconds.
    package init(device: String?, timestamp: Int64) {
        self.device = device
        self.timestamp = timestamp
        self.name = device.map { "\($0)/\(timestamp)" } ?? "\(timestamp)"
    }

    /// The identity that a clip's key carries.
    ///
    /// - Parameters:
    ///   - clipKey: The S3 key, such as `lab/1700000000000.h264`.
    ///   - receivedAt: The time to take, in Unix milliseconds, where the key holds none.
    package init(clipKey: String, receivedAt: Int64) {
        let (folder, file) = clipKey.splitAtLastSlash()
        let stem = file.lastIndex(of: ".").map { file[..<$0] } ?? file
        self.init(folder: folder, stem: stem.isEmpty ? file : stem, receivedAt: receivedAt)
    }

    /// The identity that a frame's key carries: its folder is the clip's name.
    ///
    /// - Parameters:
    ///   - frameKey: The S3 key, such as `lab/1700000000000/frame-003.jpg`.
    ///   - receivedAt: The time to take, in Unix milliseconds, where the key holds none.
    package init(frameKey: String, receivedAt: Int64) {
        let (frameFolder, file) = frameKey.splitAtLastSlash()
        guard let frameFolder else {
            self.init(clipKey: String(file), receivedAt: receivedAt)
            return
        }
        let (folder, stem) = frameFolder.splitAtLastSlash()
        self.init(folder: folder, stem: stem, receivedAt: receivedAt)
    }

    private init(folder: Substring?, stem: Substring, receivedAt: Int64) {
        self.device = folder.flatMap { $0.isEmpty ? nil : String($0) }
        self.timestamp = Self.timestamp(in: stem) ?? receivedAt
        self.name = folder.map { "\($0)/\(stem)" } ?? String(stem)
    }

    /// The key of the clip: `<device>/<timestamp>.h264`.
    package var clipKey: String { name + ".h264" }

    /// The prefix of all frames' keys, with the slash: `<device>/<timestamp>/`.
    package var frameFolder: String { name + "/" }

    /// The key of one frame: `<device>/<timestamp>/frame-NNN.jpg`, numbered from 0 in presentation order.
    package func frameKey(_ index: Int) -> String {
        let digits = String(index)
        return frameFolder + "frame-" + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
            + ".jpg"
    }

    /// The key of the list of the clip's frames: `<device>/<timestamp>/frames.json`. Where S3's notifications start
    /// the Recognizer, the list is stored after the frames and brings it the whole clip at once.
    package var frameListKey: String { frameFolder + Self.frameListName }

    /// Whether a key is one that `frameListKey` makes.
    package static func isFrameListKey(_ key: String) -> Bool {
        key.splitAtLastSlash().file == frameListName
    }

    private static let frameListName = "frames.json"

    /// The key of all frames in one object: `<device>/<timestamp>/frames.zip`, an archive of `frame-NNN.jpg`, stored.
    package var frameBundleKey: String { frameFolder + Self.frameBundleName }

    /// Whether a key is one that `frameBundleKey` makes.
    package static func isFrameBundleKey(_ key: String) -> Bool {
        key.splitAtLastSlash().file == frameBundleName
    }

    private static let frameBundleName = "frames.zip"

    /// The number in a frame's key, or in its name in a bundle: 3 of `frame-003.jpg`; nil for other names.
    package static func frameIndex(_ key: String) -> Int? {
        guard isFrameKey(key) else { return nil }
        return Int(key.splitAtLastSlash().file.dropFirst("frame-".count).dropLast(".jpg".count))
    }

    /// Whether a key is one that `frameKey(_:)` makes.
    package static func isFrameKey(_ key: String) -> Bool {
        let (_, file) = key.splitAtLastSlash()
        guard file.hasPrefix("frame-"), file.hasSuffix(".jpg") else { return false }
        let digits = file.dropFirst("frame-".count).dropLast(".jpg".count)
        return !digits.isEmpty && digits.allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func timestamp(in stem: Substring) -> Int64? {
        guard !stem.isEmpty, stem.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        return Int64(stem)
    }
}

extension StringProtocol where SubSequence == Substring {
    fileprivate func splitAtLastSlash() -> (folder: Substring?, file: Substring) {
        guard let slash = lastIndex(of: "/") else { return (nil, self[...]) }
        return (self[..<slash], self[index(after: slash)...])
    }
}
