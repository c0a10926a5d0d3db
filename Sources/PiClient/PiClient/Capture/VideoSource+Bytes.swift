import Dispatch

extension VideoSource {
    /// Everything that comes until the source ends, read on a thread of its own.
    ///
    /// - Throws: `CaptureError`.
    func bytes(until stop: StopSignal) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<[UInt8], any Error>) in
            DispatchQueue(label: "rollcall.bytes").async {
                continuation.resume(
                    with: Result {
                        var bytes: [UInt8] = []
                        try read(until: stop) { event in
                            if case .bytes(let more, _) = event { bytes += more }
                            return false
                        }
                        return bytes
                    })
            }
        }
    }
}
