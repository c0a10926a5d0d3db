import LambdaLoopback

/// A function: its code, its configuration, and as many execution environments as its concurrency asks for.
actor Function {
    private(set) var configuration: FunctionConfiguration
    /// By alias, and for `$LATEST`.
    private var eventInvokeConfigurations: [String: EventInvokeConfiguration] = [:]
    private(set) var statistics = Statistics()
    var aliases: [String: Alias] = [:]
    /// Environments that the function may have at the same time, where it has a limit of its own.
    var reservedConcurrency: Int?
    private var code: CodePackage
    private let settings: ServiceSettings
    private let console: LogConsole

    private var environments: [ObjectIdentifier: ExecutionEnvironment] = [:]
    /// Warm environments, the one used last at the end: it is taken first, so that the others can idle out.
    private var idle: [ExecutionEnvironment] = []
    /// Busy environments of an older code or configuration: ended when they are idle.
    private var retired: Set<ObjectIdentifier> = []
    /// Invocations that wait for an environment; they get one, or nil where they may start one.
    private var waiting: [CheckedContinuation<ExecutionEnvironment?, Never>] = []
    private var isStopped = false
    private var environmentNumber = 0

    init(
        configuration: FunctionConfiguration, code: CodePackage, settings: ServiceSettings,
        console: LogConsole
    ) {
        self.configuration = configuration
        self.code = code
        self.settings = settings
        self.console = console
    }

    /// Runs the function once, in a warm environment or in a new one.
    /// - Parameters:
    ///   - wantsLog: whether the outcome carries the end of the log.
    ///   - waits: whether to wait, first come first served, while every environment is busy and there may be no
    ///     other.
    /// - Throws: `TooManyRequestsException` where it would have to wait and may not.
    func invoke(
        _ invocation: Invocation, wantsLog: Bool = false, waits: Bool = false
    ) async throws(InvokeRefusal) -> InvocationOutcome {
        statistics.invocations += 1
        do {
            while true {
                let environment = try await takeEnvironment(waits: waits)
                // A warm environment may have ended since it was taken.
                if let outcome = await environment.invoke(invocation, wantsLog: wantsLog) {
                    statistics.errors += outcome.isFunctionError ? 1 : 0
                    return outcome
                }
            }
        } catch let error as ErrorDocument {
            statistics.errors += 1
            return .failed(error)
        } catch let error as InvokeRefusal {
            statistics.throttles += 1
            throw error
        } catch {
            throw .serviceFailed("\(error)")
        }
    }

    /// Replaces the code. Environments with the old one finish what they are at.
    func update(code: CodePackage) async {
        self.code = code
        configuration.codeSize = code.size
        await retireEnvironments()
    }

    /// Changes the configuration. Environments with the old one finish what they are at.
    func update(_ request: FunctionRequest) async throws(InvokeRefusal) {
        try configuration.apply(request)
        await retireEnvironments()
    }

    /// How queued events are tried again that were sent to an alias, or to `$LATEST`; nil where nothing is set.
    func eventInvokeConfiguration(of qualifier: String?) -> EventInvokeConfiguration? {
        eventInvokeConfigurations[qualifier ?? "$LATEST"]
    }

    /// Changes that; nil takes it back.
    func setEventInvokeConfiguration(
        _ configuration: EventInvokeConfiguration?, of qualifier: String?
    ) throws(InvokeRefusal) {
        try configuration?.validate()
        eventInvokeConfigurations[qualifier ?? "$LATEST"] = configuration
    }

    /// Reserves concurrency: the most environments the function may have at the same time.
    func reserve(concurrency: Int?) {
        reservedConcurrency = concurrency
    }

    /// Ends every environment, busy or not.
    func stop() async {
        isStopped = true
        idle = []
        for waiter in waiting {
            waiter.resume(returning: nil)
        }
        waiting = []
        await end(Array(environments.values))
    }

    private func takeEnvironment(waits: Bool) async throws -> ExecutionEnvironment {
        guard !isStopped else { throw InvokeRefusal.serviceFailed("The function is being stopped.") }
        // An environment that has just answered is a moment away from its next event: cheaper than a cold start.
        let patience = ContinuousClock.now + settings.patience
        while idle.isEmpty, .now < patience, await isAnyFinishing() {
            try await Task.sleep(for: .milliseconds(1))
        }
        if let warm = idle.popLast() {
            return warm
        }
        guard environments.count < min(reservedConcurrency ?? .max, settings.maximumConcurrency) else {
            guard waits else { throw InvokeRefusal.throttled }
            if let environment = await withCheckedContinuation({ waiting.append($0) }) {
                return environment
            }
            return try await takeEnvironment(waits: true)
        }
        environmentNumber += 1
        statistics.coldStarts += 1
        let environment = ExecutionEnvironment(
            name: "\(configuration.functionName) \(environmentNumber)",
            configuration: configuration,
            settings: settings,
            console: console,
            onIdle: { [weak self] in await self?.environmentIsIdle($0) },
            onStop: { [weak self] in await self?.environmentStopped($0) })
        environments[ObjectIdentifier(environment)] = environment
        statistics.peakConcurrency = max(statistics.peakConcurrency, environments.count)
        do {
            let delay = settings.startDelays.next()
            if delay > .zero { try await Task.sleep(for: delay) }
            try await environment.start(code: code)
        } catch {
            environmentStopped(environment)
            throw error
        }
        return environment
    }

    /// Whether an environment is about to be in the list of those that are idle.
    private func isAnyFinishing() async -> Bool {
        for (id, environment) in environments where !retired.contains(id) {
            if await environment.isFinishing { return true }
            // It has asked for its next event, and has not been listed yet.
            if await environment.isIdle { return true }
        }
        return false
    }

    private func environmentIsIdle(_ environment: ExecutionEnvironment) async {
        if retired.contains(ObjectIdentifier(environment)) {
            await environment.stop()
        } else if waiting.isEmpty {
            idle.append(environment)
        } else {
            waiting.removeFirst().resume(returning: environment)
        }
    }

    private func environmentStopped(_ environment: ExecutionEnvironment) {
        environments[ObjectIdentifier(environment)] = nil
        retired.remove(ObjectIdentifier(environment))
        idle.removeAll { $0 === environment }
        if !waiting.isEmpty {
            waiting.removeFirst().resume(returning: nil)
        }
    }

    private func retireEnvironments() async {
        retired.formUnion(environments.keys)
        let warm = idle
        idle = []
        await end(warm)
    }

    private func end(_ ending: [ExecutionEnvironment]) async {
        await withDiscardingTaskGroup { group in
            for environment in ending {
                group.addTask { await environment.stop() }
            }
        }
    }
}

/// What has happened to a function since it was created.
struct Statistics: Encodable, Sendable {
    var invocations = 0
    var coldStarts = 0
    var errors = 0
    var throttles = 0
    /// The most environments there were at the same time.
    var peakConcurrency = 0
}
