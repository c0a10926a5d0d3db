import Dispatch
import Glibc

/// A capture command as a supervised child: started again with growing pauses when it ends or falls silent.
struct CommandSource: VideoSource {
    let command: CaptureCommand
    /// A recording ends once; a camera should not, and is started again.
    var isLive: Bool
    /// The file that the command reads; nil where it films.
    var recording: String?
    /// Watches what moves, if the command tells.
    var motion: MotionWatch?
    var patience = Patience()
    var time = TimeSource()
    /// Told of every restart, in words for a person.
    let notice: @Sendable (String) -> Void

    /// How long the supervisor waits for what.
    struct Patience: Sendable {
        /// From the start to the first byte: a camera takes a second or two, a network stream more.
        var start = Duration.seconds(10)
        /// Between bytes afterwards.
        var silence = Duration.seconds(2)
        /// From SIGINT to the end of the stream.
        var stop = Duration.seconds(3)
        /// The first pause before a restart; each further one is twice as long, up to `maximumPause`.
        var pause = Duration.milliseconds(250)
        var maximumPause = Duration.seconds(8)
        /// Starts in a row, from the first, that yield no byte before giving up.
        var fruitlessStarts = 5
    }

    func read(until stop: StopSignal, deliver: (VideoEvent) throws -> Bool) throws {
        var fruitlessStarts = 0
        var pause = patience.pause
        var hasDelivered = false
        while true {
            let outcome = try runOnce(until: stop, deliver: deliver)
            if stop.isRequested { return }
            if !isLive {
                if outcome.status == .exited(0) { return }
                guard let recording, case .exited = outcome.status else { throw outcome.error(of: command) }
                throw CaptureError.unusableRecording(
                    path: recording, command: command.executable, lastLines: outcome.lastLines)
            }
            if outcome.byteCount > 0 {
                hasDelivered = true
                fruitlessStarts = 0
                // One that ends again and again is started ever more seldom.
                if outcome.duration > patience.maximumPause { pause = patience.pause }
            } else {
                fruitlessStarts += 1
                if !hasDelivered, fruitlessStarts >= patience.fruitlessStarts {
                    throw outcome.error(of: command)
                }
            }
            notice("\(outcome.error(of: command))\nStarting it again.")
            stop.sleep(until: .now + pause)
            if stop.isRequested { return }
            pause = min(pause * 2, patience.maximumPause)
            _ = try deliver(.restarted)
        }
    }

    private func runOnce(until stop: StopSignal, deliver: (VideoEvent) throws -> Bool) throws -> Outcome {
        let start = ContinuousClock.now
        let child = try ChildProcess(command)
        motion?.restart()
        let watching = watch(child)
        defer { watching.wait() }
        var run = CommandRun(
            child: child, patience: patience, motion: command.motionReport == .words ? motion : nil,
            time: time)
        do {
            try run.readAll(until: stop, deliver: deliver)
        } catch {
            child.terminateNow()
            _ = child.waitForExit(until: .now)
            throw error
        }
        let status = child.waitForExit(until: .now + (run.fellSilent ? .zero : patience.stop))
        return Outcome(
            status: status, fellSilent: run.fellSilent, byteCount: run.byteCount,
            duration: start.duration(to: .now), lastLines: run.lastLines.lines)
    }

    /// Reads the small pictures on a thread of their own until the child has ended: a full pipe would hold up the film.
    private func watch(_ child: ChildProcess) -> DispatchGroup {
        let watching = DispatchGroup()
        guard let pictures = child.smallPictures else { return watching }
        DispatchQueue(label: "rollcall.motion").async(group: watching) { [motion] in
            var reader = DescriptorReader(descriptor: pictures.reading)
            while let bytes = try? reader.read(), !bytes.isEmpty { motion?.take(bytes, at: .now) }
        }
        return watching
    }

    private struct Outcome {
        let status: ExitStatus
        let fellSilent: Bool
        let byteCount: Int
        let duration: Duration
        let lastLines: [String]

        func error(of command: CaptureCommand) -> CaptureError {
            let outcome = fellSilent ? "sent nothing for too long and was stopped" : status.description
            return .commandFailed(command: command.executable, outcome: outcome, lastLines: lastLines)
        }
    }
}
