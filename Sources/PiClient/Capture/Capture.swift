import Dispatch

/// Films: reads a source on a thread of its own and hands over its clips.
struct Capture: Sendable {
    let source: any VideoSource
    let clipSeconds: Double
    let frameRate: Double

    /// Reads until the source ends or `stop` is requested; the last clip may be shorter than the others.
    ///
    /// - Parameter handOver: takes each clip, on the reader's thread.
    /// - Throws: `CaptureError` or `ClipCutterError`.
    func run(until stop: StopSignal, handOver: @escaping @Sendable (Clip) -> Void) async throws {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue(label: "rollcall.capture", qos: .userInitiated).async {
                continuation.resume(with: Result { try read(until: stop, handOver: handOver) })
            }
        }
    }

    private func read(until stop: StopSignal, handOver: (Clip) -> Void) throws {
        var cutter = newCutter()
        do {
            try source.read(until: stop) { event in
                switch event {
                case .bytes(let bytes, let time):
                    for clip in try cutter.append(bytes, at: time) { handOver(clip) }
                    return cutter.mayBeComplete
                case .silence:
                    if let clip = try cutter.closeAfterSilence() { handOver(clip) }
                case .restarted:
                    for clip in try cutter.finish() { handOver(clip) }
                    cutter = newCutter()
                }
                return false
            }
        } catch {
            // What was filmed before the failure is not lost with it.
            for clip in (try? cutter.finish()) ?? [] { handOver(clip) }
            throw error
        }
        for clip in try cutter.finish() { handOver(clip) }
    }

    private func newCutter() -> ClipCutter {
        ClipCutter(clipSeconds: clipSeconds, frameRate: frameRate)
    }
}
