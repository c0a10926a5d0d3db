import Dispatch

/// Films: reads a source on a thread of its own and hands over its clips.
struct Capture: Sendable {
    let source: any VideoSource
    let clipSeconds: Double
    let frameRate: Double
    /// Degrees to the right by which the pictures must be turned to be upright; the clips say so.
    var rotation = 0
    /// Whether each clip's first picture is handed over before the clip.
    var sendsFirstFrames = false

    /// Something filmed.
    enum Filmed: Sendable {
        /// The first picture of the clip that has just begun, as a clip by itself, with the capture time of the clip.
        case firstFrame(Clip)
        /// A whole clip.
        case clip(Clip)
    }

    /// So many starts of a camera without a clip, from the first, are enough to give up.
    private static let maximumFruitlessStarts = 5

    /// Reads until the source ends or `stop` is requested; the last clip may be shorter than the others.
    ///
    /// - Parameter handOver: takes each clip, and first picture, on the reader's thread.
    /// - Throws: `CaptureError` or `ClipCutterError`, also if the source ends without a clip.
    func run(until stop: StopSignal, handOver: @escaping @Sendable (Filmed) -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "rollcall.capture", qos: .userInitiated).async {
                continuation.resume(with: Result { try read(until: stop, handOver: handOver) })
            }
        }
    }

    private func read(until stop: StopSignal, handOver: (Filmed) -> Void) throws {
        var cutter = newCutter()
        var hasClip = false
        var fruitlessStarts = 0
        func handOverClip(_ clip: Clip) {
            hasClip = true
            handOver(.clip(clip))
        }
        func handOverFirstFrame() {
            if sendsFirstFrames, let picture = cutter.takeFirstFrame() { handOver(.firstFrame(picture)) }
        }
        do {
            try source.read(until: stop) { event in
                switch event {
                case .bytes(let bytes, let time):
                    for clip in try cutter.append(bytes, at: time) { handOverClip(clip) }
                    handOverFirstFrame()
                    return cutter.mayBeComplete || sendsFirstFrames && cutter.mayHaveFirstFrame
                case .silence:
                    if let clip = try cutter.closeAfterSilence() {
                        handOverClip(clip)
                    } else if sendsFirstFrames {
                        if let clip = try cutter.endFirstFrameAfterSilence() { handOverClip(clip) }
                        handOverFirstFrame()
                    }
                case .restarted:
                    for clip in try cutter.finish() { handOverClip(clip) }
                    fruitlessStarts += 1
                    if !hasClip, fruitlessStarts >= Self.maximumFruitlessStarts,
                        let reason = cutter.reasonForNoClip, reason != .empty
                    {
                        throw reason
                    }
                    cutter = newCutter()
                }
                return false
            }
        } catch {
            // What was filmed before the failure is not lost with it.
            for clip in (try? cutter.finish()) ?? [] { handOverClip(clip) }
            throw error
        }
        for clip in try cutter.finish() { handOverClip(clip) }
        if !hasClip, !stop.isRequested, let reason = cutter.reasonForNoClip { throw reason }
    }

    private func newCutter() -> ClipCutter {
        ClipCutter(clipSeconds: clipSeconds, frameRate: frameRate, rotation: rotation)
    }
}
