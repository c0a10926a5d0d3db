import Dispatch
import Glibc

/// Turns Ctrl-C and SIGTERM into stop signals: the first ends the film, the second the waiting for results too.
final class Interruptions {
    let stop: StopSignal
    let giveUp: StopSignal
    private let sources: [any DispatchSourceSignal]

    /// - Throws: `CaptureError` when the process has no descriptors left.
    init() throws(CaptureError) {
        let stop = try StopSignal()
        let giveUp = try StopSignal()
        self.stop = stop
        self.giveUp = giveUp
        sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                if stop.isRequested { giveUp.request() }
                stop.request()
            }
            source.resume()
            return source
        }
    }
}
