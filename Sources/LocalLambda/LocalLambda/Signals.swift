import Dispatch
import Glibc

/// Signals as something to wait for.
enum Signals {
    /// Waits until one of the signals comes. From then on their default action is off.
    static func first(of numbers: [CInt]) async {
        let (signals, continuation) = AsyncStream.makeStream(of: CInt.self)
        let sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
        for await _ in signals { break }
        for source in sources {
            source.cancel()
        }
    }
}
