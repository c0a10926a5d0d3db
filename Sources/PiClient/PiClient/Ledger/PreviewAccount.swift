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
