internal import CProcess
internal import Glibc

/// Which signals reach the process.
enum Signals {
    /// Lets signals reach the calling thread, and those that it starts: whoever started the process may have blocked
    /// them, and masks are inherited.
    static func unblock(_ numbers: [Int32]) {
        var signals = sigset_t()
        sigemptyset(&signals)
        for number in numbers { sigaddset(&signals, number) }
        pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    }
}
