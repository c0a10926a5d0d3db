import Glibc

/// One run of a capture command, from its start to the end of its output.
struct CommandRun {
    private let child: ChildProcess
    private let patience: CommandSource.Patience
    /// Takes what the command says of motion; nil if it says nothing.
    private let motion: MotionWatch?
    private let time: TimeSource
    private(set) var byteCount = 0
    private(set) var fellSilent = false
    private(set) var lastLines = LastLines()

    init(
        child: ChildProcess, patience: CommandSource.Patience, motion: MotionWatch?, time: TimeSource
    ) {
        self.child = child
        self.patience = patience
        self.motion = motion
        self.time = time
    }

    /// Delivers the output until it ends, or the command has been silent for too long.
    mutating func readAll(until stop: StopSignal, deliver: (VideoEvent) throws -> Bool) throws {
        var output = DescriptorReader(descriptor: child.standardOutput.reading)
        var words = DescriptorReader(descriptor: child.standardError.reading)
        var deadline = ContinuousClock.now + patience.start
        var wantsSilence = false
        var isStopping = false
        var errorIsOpen = true

        while true {
            if stop.isRequested, !isStopping {
                isStopping = true
                child.interrupt()
                deadline = .now + patience.stop
            }
            let remaining = ContinuousClock.now.duration(to: deadline).pollMilliseconds
            var entries = [
                pollfd(fd: output.descriptor, events: Int16(POLLIN), revents: 0),
                pollfd(fd: errorIsOpen ? words.descriptor : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isStopping ? -1 : stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(
                &entries, 3, max(0, wantsSilence ? min(remaining, VideoSilence.milliseconds) : remaining))
            if entries[1].revents != 0 {
                let bytes = (try? words.read()) ?? []
                errorIsOpen = !bytes.isEmpty
                lastLines.append(bytes)
                motion?.hear(bytes, at: .now)
            }
            if entries[0].revents != 0 {
                let bytes = (try? output.read()) ?? []
                if bytes.isEmpty { break }
                byteCount += bytes.count
                if !isStopping { deadline = .now + patience.silence }
                wantsSilence = try deliver(.bytes(bytes, time.captureTime))
            } else if ready == 0, wantsSilence {
                wantsSilence = false
                _ = try deliver(.silence)
            } else if ContinuousClock.now >= deadline {
                // Also where the command talks on: words are no video.
                fellSilent = true
                return
            }
        }
        // What the program said last often comes with its end.
        while errorIsOpen {
            var entry = pollfd(fd: words.descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 100) > 0, let bytes = try? words.read(), !bytes.isEmpty else { return }
            lastLines.append(bytes)
        }
    }
}
