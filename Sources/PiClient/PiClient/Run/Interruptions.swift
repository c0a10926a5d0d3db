import Dispatch
import Glibc
import Synchronization

/// Turns Ctrl-C and SIGTERM into stop signals: the first ends the film, the second the waiting for results too.
final class Interruptions {
    let stop: StopSignal
    let giveUp: StopSignal
    /// Within this time two signals are one: `timeout` and some shells signal a process and then its group.
    private static let echo = Duration.milliseconds(500)
    private let sources: [any DispatchSourceSignal]

    /// - Throws: `CaptureError` when the process has no descriptors left.
    init() throws(CaptureError) {
        let stop = try StopSignal()
        let giveUp = try StopSignal()
        self.stop = stop
        self.giveUp = giveUp
        let firstSignal = FirstSignal()
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                let isRepeated = firstSignal.time.withLock { first in
                    defer { first = first ?? .now }
                    return first.map { $0.duration(to: .now) > Self.echo } ?? false
                }
                if isRepeated { giveUp.request() }
                stop.request()
            }
            source.resume()
            return source
        }
    }
}

/// When the first signal came.
private final class FirstSignal: Sendable {
    let time = Mutex<ContinuousClock.Instant?>(nil)
}
