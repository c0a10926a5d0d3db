package import AWSClients
package import LambdaRuntime
import Synchronization

/// What a function uses of AWS: its calls of services, and its own time.
///
/// The next result tells of it, because much is done after an answer.
package final class FunctionMeter: Sendable {
    private let calls: UsageMeter
    private let gigabytes: Double
    private let busy = Mutex(Duration.zero)

    #if arch(arm64)
        private static let computing = PricedUnit.lambdaGigabyteSecondARM
    #else
        private static let computing = PricedUnit.lambdaGigabyteSecondX86
    #endif

    /// A meter of a session's calls.
    ///
    /// - Parameter environment: Lambda's, with the function's memory.
    package init(_ session: AWSSession, environment: [String: String]) {
        calls = session.usage
        gigabytes = environment["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"].flatMap(Double.init).map { $0 / 1024 } ?? 0
    }

    /// Counts an invocation's time, to the end of all that is done after its answer. To be called when nothing more
    /// will be added to that.
    ///
    /// - Parameter start: When the function got the event.
    package func finish(_ context: LambdaContext, since start: ContinuousClock.Instant) {
        context.afterResponse { [self] in
            // AWS: "Duration is calculated from the time your code begins executing until it returns or otherwise
            // terminates, rounded up to the nearest 1 ms" (AWS Lambda Pricing).
            let time = start.duration(to: .now)
            busy.withLock { $0 += time }
        }
    }

    /// What was used since it was asked for last.
    package func take() -> Usage {
        var usage = calls.take()
        // Free between services of a region.
        usage[.sentByte] = 0
        usage[.receivedByte] = 0
        let time = busy.withLock { busy in
            defer { busy = .zero }
            return busy
        }
        usage[Self.computing] += gigabytes * (time / .seconds(1))
        return usage
    }
}
