import Synchronization
import WireFormats

/// The services' time, learned from their answers: a machine without a battery-backed clock may be years off.
final class ServiceClock: Sendable {
    private struct State {
        var correction: Double = 0
        var measured: Double?
    }

    /// Below this a refused signature has another reason; services allow five minutes.
    private static let tolerance: Double = 4 * 60

    private let systemNow: @Sendable () -> UnixTime
    private let state = Mutex(State())

    init(now: @escaping @Sendable () -> UnixTime) {
        systemNow = now
    }

    /// The services' time as far as it is known.
    func now() -> UnixTime {
        systemNow() + state.withLock { $0.correction }
    }

    /// What is added to the system's time for signatures.
    var correction: Double { state.withLock { $0.correction } }
    /// How far the system's clock was behind at the last answer, to about a second; nil before the first.
    var measured: Double? { state.withLock { $0.measured } }

    /// Takes note of an answer's date.
    func measure(_ serverDate: UnixTime) {
        let offset = serverDate - systemNow()
        state.withLock { $0.measured = offset }
    }

    /// Corrects the clock by what a trusted one says, where they are far apart.
    func learn(_ serverDate: UnixTime) {
        measure(serverDate)
        state.withLock { state in
            guard let measured = state.measured, abs(measured - state.correction) > Self.tolerance else {
                return
            }
            state.correction = measured
        }
    }

    /// Corrects the clock after an error that a wrong time explains.
    ///
    /// - Parameter used: the correction the refused request was signed with; another may have set a better one.
    /// - Returns: false when the time was right, so that the error has another reason.
    func correct(after fault: AWSFault, used: Double) -> Bool {
        guard [.accessDenied, .signatureMismatch, .wrongTime].contains(fault) else { return false }
        return state.withLock { state in
            guard let measured = state.measured, abs(measured - used) > Self.tolerance else {
                return false
            }
            state.correction = measured
            return true
        }
    }
}
