import Dispatch
import Glibc
import Synchronization

/// Turns Ctrl-C, SIGTERM and the end of the terminal into stop signals: the first ends the film, the second the waiting
/// for results too. A closed standard output ends nothing by itself.
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
        // A handler rather than SIG_IGN, which the camera's process would inherit.
        signal(SIGPIPE) { _ in }
        // Under nohup the terminal's end is not to be heard of.
        let numbers = [SIGINT, SIGTERM] + (Self.isIgnored(SIGHUP) ? [] : [SIGHUP])
        sources = numbers.map { number in
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

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
            == unsafeBitCast(SIG_IGN, to: Int.self)
    }
}

/// When the first signal came.
private final class FirstSignal: Sendable {
    let time = Mutex<ContinuousClock.Instant?>(nil)
}
