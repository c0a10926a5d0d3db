import LambdaLoopback

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
    func enqueue(_ invocation: Invocation, for function: Function) throws(InvokeRefusal) {
        guard waiting < Self.capacity else { throw .throttled }
        waiting += 1
        Task {
            await run(invocation, in: function)
            waiting -= 1
        }
    }

    private func run(_ invocation: Invocation, in function: Function) async {
        let name = await function.configuration.functionName
        let qualifier = FunctionIdentifier(invocation.functionARN)?.qualifier
        let rules = await function.eventInvokeConfiguration(of: qualifier) ?? EventInvokeConfiguration()
        let expiry = ContinuousClock.now + .seconds(rules.maximumEventAge ?? 21_600)
        var retries = 0
        do {
            while try await function.invoke(invocation, waits: true).isFunctionError {
                guard retries < rules.maximumRetryAttempts ?? 2 else {
                    return giveUp(invocation, of: name, because: "it failed \(retries + 1) times")
                }
                if settings.retryDelays.indices.contains(retries) {
                    try await Task.sleep(for: settings.retryDelays[retries])
                }
                retries += 1
                guard .now < expiry else { return giveUp(invocation, of: name, because: "it is too old") }
            }
        } catch {
            giveUp(invocation, of: name, because: "\(error)")
        }
    }

    private func giveUp(_ invocation: Invocation, of name: String, because reason: String) {
        console.show("Event \(invocation.requestID) is given up: \(reason).", from: name)
    }
}
