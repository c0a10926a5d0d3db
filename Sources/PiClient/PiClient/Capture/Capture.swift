import Dispatch

/// Films: reads a source on a thread of its own and hands over its clips.
struct Capture: Sendable {
    let source: any VideoSource
    let clipSeconds: Double
    let frameRate: Double
    /// Whether each clip's first picture is handed over before the clip.
    var sendsFirstFrames = false

    /// Something filmed.
    enum Filmed: Sendable {
        /// The first picture of the clip that has just begun, as a clip by itself, with the capture time of the clip.
        case firstFrame(Clip)
        /// A whole clip.
        case clip(Clip)
    }

    /// Reads until the source ends or `stop` is requested; the last clip may be shorter than the others.
    ///
    /// - Parameter handOver: takes each clip, and first picture, on the reader's thread.
    /// - Throws: `CaptureError` or `ClipCutterError`.
    func run(until stop: StopSignal, handOver: @escaping @Sendable (Filmed) -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "rollcall.capture", qos: .userInitiated).async {
                continuation.resume(with: Result { try read(until: stop, handOver: handOver) })
            }
        }
    }

    private func read(until stop: StopSignal, handOver: (Filmed) -> Void) throws {
        var cutter = newCutter()
        func handOverFirstFrame() {
            if sendsFirstFrames, let picture = cutter.takeFirstFrame() { handOver(.firstFrame(picture)) }
        }
        do {
            try source.read(until: stop) { event in
                switch event {
                case .bytes(let bytes, let time):
                    for clip in try cutter.append(bytes, at: time) { handOver(.clip(clip)) }
                    handOverFirstFrame()
                    return cutter.mayBeComplete || sendsFirstFrames && cutter.mayHaveFirstFrame
                case .silence:
                    if let clip = try cutter.closeAfterSilence() {
                        handOver(.clip(clip))
                    } else if sendsFirstFrames {
                        if let clip = try cutter.endFirstFrameAfterSilence() { handOver(.clip(clip)) }
                        handOverFirstFrame()
                    }
                case .restarted:
                    for clip in try cutter.finish() { handOver(.clip(clip)) }
                    cutter = newCutter()
                }
                return false
            }
        } catch {
            // What was filmed before the failure is not lost with it.
            for clip in (try? cutter.finish()) ?? [] { handOver(.clip(clip)) }
            throw error
        }
        for clip in try cutter.finish() { handOver(.clip(clip)) }
    }

    private func newCutter() -> ClipCutter {
        ClipCutter(clipSeconds: clipSeconds, frameRate: frameRate)
    }
}
