import RollcallMessages

/// The first pictures of clips, which go ahead for a provisional result: what was sent and what was said of it.
///
/// A first picture is of use at once or not at all. What goes wrong with one is harmless: the full clip follows.
struct PreviewAccount: Sendable {
    private struct Preview {
        let captureTime: CaptureTime
        var result: RecognitionResult?
    }

    private var previews = RecentMap<ClipIdentity, Preview>(capacity: 100)

    /// A first picture is about to be sent: from now on its result may come.
    mutating func send(_ clip: FilmedClip) {
        previews[clip.identity] = Preview(captureTime: clip.captureTime)
    }

    /// Takes a provisional result in.
    ///
    /// - Returns: When its clip began; nil for a result that was there before, or of a picture that was not sent.
    mutating func answer(_ result: RecognitionResult) -> CaptureTime? {
        guard let preview = previews[result.identity], preview.result == nil else { return nil }
        previews[result.identity]?.result = result
        return preview.captureTime
    }

    /// Whether a clip's picture was sent ahead.
    func contains(_ identity: ClipIdentity) -> Bool { previews[identity] != nil }

    /// What was said of a clip's first picture.
    func result(of identity: ClipIdentity) -> RecognitionResult? { previews[identity]?.result }
}

extension ClipUploader {
    /// Sends a clip's first picture and waits for what the functions say of it, if they say anything.
    func preview(_ clip: FilmedClip) async -> RecognitionResult? {
        guard clip.fits(awaitsAnswer: true) else { return nil }
        let request = ClipRequest(
            identity: clip.identity, bucket: bucket, source: .inline(clip.bytes), route: route,
            isPreview: true, timings: clip.timings)
        guard let result = try? await answer(to: request), result.status != .failed else { return nil }
        return result
    }
}

/// Sends first pictures, a few at a time.
actor PreviewSender {
    private let uploader: ClipUploader
    private let display: ResultDisplay
    private let device: String
    private let link: Link
    private var underWay = 0

    private static let maximumUnderWay = 4

    init(uploader: ClipUploader, display: ResultDisplay, device: String, link: Link) {
        self.uploader = uploader
        self.display = display
        self.device = device
        self.link = link
    }

    /// Sends a picture, unless there is no link or too many are under way.
    func send(_ picture: Clip) async {
        let clip = FilmedClip(picture, device: device)
        guard link.isUp, underWay < Self.maximumUnderWay else { return }
        underWay += 1
        defer { underWay -= 1 }
        display.ledger.recordPreview(clip)
        if let result = await uploader.preview(clip) { display.show(result, isAhead: true) }
    }
}
