import RollcallMessages

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
