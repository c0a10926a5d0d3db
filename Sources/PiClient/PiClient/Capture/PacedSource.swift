/// Plays a recorded Annex B stream in real time, one frame after the other, as a camera would film it.
struct PacedSource<Recording: VideoSource>: VideoSource {
    let recording: Recording
    /// Frames a second.
    let frameRate: Double
    var time = TimeSource()

    func read(until stop: StopSignal, deliver: (VideoEvent) throws -> Bool) throws {
        var scanner = AccessUnitScanner()
        let start = ContinuousClock.now
        var frame = 0

        func play(_ unit: AccessUnit) throws {
            stop.sleep(until: start + .seconds(Double(frame) / frameRate))
            guard !stop.isRequested else { return }
            frame += 1
            let wantsSilence = try deliver(.bytes(unit.bytes, time.captureTime))
            if wantsSilence {
                stop.sleep(until: .now + .milliseconds(VideoSilence.milliseconds))
                _ = try deliver(.silence)
            }
        }
        try recording.read(until: stop) { event in
            if case .bytes(let bytes, let time) = event {
                for unit in try scanner.append(bytes, at: time) { try play(unit) }
            }
            return false
        }
        if let unit = scanner.flush() { try play(unit) }
    }
}
