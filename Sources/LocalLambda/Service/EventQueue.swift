/// The queue behind `Event` invocations: the caller has its 202, the event is tried until the function
/// succeeds or its retries or its age are used up.
/// Source: AWS Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
actor EventQueue {
    /// Events that may wait at the same time.
    private static let capacity = 10_000
    private let settings: ServiceSettings
    private let console: LogConsole
    private var waiting = 0

    init(settings: ServiceSettings, console: LogConsole) {
        self.settings = settings
        self.console = console
    }

    /// Takes an event.
    /// - Throws: `TooManyRequestsException` where the queue is full.
    func enqueue(_ invocation: Invocation, for function: Function) throws(ServiceError) {
        guard waiting < Self.capacity else { throw .throttled }
        waiting += 1
        Task {
            await run(invocation, in: function)
            waiting -= 1
        }
    }

    private func run(_ invocation: Invocation, in function: Function) async {
        let name = await function.configuration.functionName
        let rules = await function.eventInvokeConfiguration
        let expiry = ContinuousClock.now + .seconds(rules.maximumEventAge ?? 21_600)
        var retries = 0
        var throttleDelay = Duration.milliseconds(50)
        while true {
            do {
                guard try await function.invoke(invocation).isFunctionError else { return }
                guard retries < rules.maximumRetryAttempts ?? 2 else {
                    return giveUp(invocation, of: name, because: "it failed \(retries + 1) times")
                }
                let delay =
                    settings.retryDelays.indices.contains(retries) ? settings.retryDelays[retries] : .zero
                retries += 1
                try await Task.sleep(for: delay)
            } catch let error as ServiceError where error.status == 429 {
                guard (try? await Task.sleep(for: throttleDelay)) != nil else { return }
                throttleDelay = min(throttleDelay * 2, .seconds(5))
            } catch {
                return giveUp(invocation, of: name, because: "\(error)")
            }
            guard ContinuousClock.now < expiry else {
                return giveUp(invocation, of: name, because: "it is too old")
            }
        }
    }

    private func giveUp(_ invocation: Invocation, of name: String, because reason: String) {
        console.show("Event \(invocation.requestID) is given up: \(reason).", from: name)
    }
}
