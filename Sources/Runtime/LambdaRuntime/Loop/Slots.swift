internal import WireFormats
internal import Synchronization

/// The loops of Managed Instances, which send a process several events at a time (AWS Lambda Developer
/// Guide, "Lambda Managed Instances"): a thread and a connection each.
enum Slots {
    /// Serves events in `count` loops until one of them cannot go on, which ends the process.
    static func run(
        _ count: Int, _ function: Function, authority: String, environment: RuntimeEnvironment,
        process: ProcessState?
    ) -> RuntimeFailure {
        let end = End()
        for number in 0..<count {
            SystemThread.start {
                do throws(RuntimeFailure) {
                    let api = try RuntimeAPI(authority: authority, environment: environment)
                    let loop = InvocationLoop(
                        api: api, executor: LoopExecutor(), slot: process?.slot(number))
                    end.set(loop.run(function))
                } catch {
                    end.set(error)
                }
            }
        }
        return end.wait()
    }

    /// The first failure.
    private final class End: Sendable {
        private let failure = Mutex<RuntimeFailure?>(nil)
        private let alarm = Alarm()

        func set(_ reason: RuntimeFailure) {
            failure.withLock { $0 = $0 ?? reason }
            alarm.ring()
        }

        func wait() -> RuntimeFailure {
            while true {
                _ = alarm.wait(until: nil)
                if let reason = failure.withLock({ $0 }) { return reason }
            }
        }
    }
}
