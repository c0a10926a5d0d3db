import Foundation
import Glibc

/// One execution environment: a bootstrap process, its Runtime API, and the one event it works on at a time.
/// Source: AWS Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle".
actor ExecutionEnvironment {
    /// 6 MiB and 100 bytes.
    static let maximumResponseSize = (6 << 20) + 100

    /// Where the environment is in its life.
    enum Phase: Equatable {
        /// The process runs and has not asked for an event yet.
        case initializing
        /// The process waits for an event.
        case idle
        /// The process has an event and owes an answer.
        case invoking
        /// The process has answered and has not asked for the next event yet.
        case responded
        /// The runtime broke the protocol: everything is refused until it exits.
        case broken
        /// The process is gone.
        case stopped
    }

    private(set) var phase = Phase.initializing
    private let configuration: FunctionConfiguration
    private let settings: ServiceSettings
    private let log: LogPipe
    private let onIdle: @Sendable (ExecutionEnvironment) async -> Void
    private let onStop: @Sendable (ExecutionEnvironment) async -> Void

    private var server: LoopbackServer?
    private var process: BootstrapProcess?
    private var started = ContinuousClock.now
    /// How long initialisation took; reported with the first invocation.
    private var initializationDuration: Duration?
    private var initialization: CheckedContinuation<FunctionError?, Never>?
    private var nextWaiter: CheckedContinuation<RuntimeAnswer, Never>?
    private var extensionWaiter: CheckedContinuation<RuntimeAnswer, Never>?
    private var hasExtension = false
    private var work: Work?
    private var timer: Task<Void, Never>?

    /// The event at hand.
    private struct Work {
        var invocation: Invocation
        var started = ContinuousClock.now
        var deadline: Int64
        var answer: CheckedContinuation<InvocationOutcome, Never>?
        /// Set where the caller wants the log: it gets the answer when the whole invocation is over.
        var wantsLog: Bool
        var outcome: InvocationOutcome?
    }

    /// - Parameters:
    ///   - name: stands in front of every log line.
    ///   - onIdle: the environment can take an event.
    ///   - onStop: the environment is gone.
    init(
        name: String,
        configuration: FunctionConfiguration,
        settings: ServiceSettings,
        console: LogConsole,
        onIdle: @escaping @Sendable (ExecutionEnvironment) async -> Void,
        onStop: @escaping @Sendable (ExecutionEnvironment) async -> Void
    ) {
        self.configuration = configuration
        self.settings = settings
        self.log = LogPipe(console: console, source: name)
        self.onIdle = onIdle
        self.onStop = onStop
    }

    // MARK: What the service asks for

    /// Starts the process and waits until it asks for its first event.
    /// - Throws: the error that the function's caller gets.
    func start(code: CodePackage) async throws(FunctionError) {
        started = .now
        do {
            let server = try await RuntimeAPI.serve(self)
            self.server = server
            let process = try BootstrapProcess(
                executable: code.bootstrap,
                environment: FunctionEnvironment.variables(
                    for: configuration, taskRoot: code.folder.path, runtimeAPI: "127.0.0.1:\(server.port)",
                    logStream: UUID().uuidString.lowercased(), settings: settings),
                output: log.writeEnd
            ) { [weak self] end in
                Task { [weak self] in await self?.processEnded(end) }
            }
            self.process = process
            try? log.writeEnd.close()
        } catch {
            await release()
            throw FunctionError(errorType: "Runtime.InvalidEntrypoint", errorMessage: "\(error)")
        }
        startTimer(settings.initializationTimeout) { await $0.initializationTimedOut() }
        let failure = await withCheckedContinuation { initialization = $0 }
        if let failure {
            throw failure
        }
    }

    /// Hands the process an event and waits for the answer.
    /// - Returns: nil where the process is gone, and another environment must take the event.
    func invoke(_ invocation: Invocation, wantsLog: Bool) async -> InvocationOutcome? {
        guard phase == .idle else { return nil }
        phase = .invoking
        let timeout = Duration.seconds(configuration.timeout)
        let deadline = Int64(Date().timeIntervalSince1970 * 1000) + Int64(configuration.timeout) * 1000
        log.startTail()
        log.show("START RequestId: \(invocation.requestID) Version: \(configuration.version)")
        startTimer(timeout) { await $0.invocationTimedOut() }
        return await withCheckedContinuation { continuation in
            work = Work(invocation: invocation, deadline: deadline, answer: continuation, wantsLog: wantsLog)
            nextWaiter?.resume(returning: .event(invocation, deadline: deadline))
            nextWaiter = nil
        }
    }

    /// Ends the process: SIGTERM and half a second where it has registered an extension, else SIGKILL at once.
    /// Source: AWS Lambda Developer Guide, "Shutdown phase".
    func stop() async {
        guard phase != .stopped else { return }
        if hasExtension {
            process?.signal(SIGTERM)
            try? await Task.sleep(for: .milliseconds(500))
        }
        guard phase != .stopped else { return }
        process?.signal(SIGKILL)
    }

    // MARK: What the runtime asks for

    /// `GET /runtime/invocation/next`
    func next() async -> RuntimeAnswer {
        switch phase {
        case .initializing:
            initializationDuration = .now - started
            becomeIdle()
            initialization?.resume(returning: nil)
            initialization = nil
        case .responded:
            finishInvocation()
            becomeIdle()
            await onIdle(self)
        case .invoking:
            if let work {
                return .event(work.invocation, deadline: work.deadline)
            }
        case .idle:
            break
        case .broken:
            return .invalidTransition(from: "RuntimeResponseSentState", to: "Ready")
        case .stopped:
            return .gone
        }
        // An event may have come while the service was told of the idle environment.
        if phase == .invoking, let work {
            return .event(work.invocation, deadline: work.deadline)
        }
        return await withCheckedContinuation { continuation in
            // A runtime that asks again has lost the connection of its first request.
            nextWaiter?.resume(returning: .gone)
            nextWaiter = continuation
        }
    }

    /// `POST /runtime/invocation/{id}/response` and `/error`
    func answer(
        to requestID: String, with body: [UInt8], isError: Bool, responseMode: String?
    ) -> RuntimeAnswer {
        let transition = isError ? "InvocationErrorResponse" : "InvocationResponse"
        switch phase {
        case .initializing: return .invalidTransition(from: "RuntimeStartedState", to: transition)
        case .idle: return .invalidTransition(from: "RuntimeReadyState", to: transition)
        case .responded, .broken, .stopped:
            return .invalidTransition(from: "RuntimeResponseSentState", to: transition)
        case .invoking: break
        }
        guard requestID == work?.invocation.requestID else { return .invalidRequestID }
        if let responseMode, !responseMode.isEmpty, responseMode != "streaming" {
            phase = .broken
            return .invalidResponseMode
        }
        phase = .responded
        guard body.count <= Self.maximumResponseSize else {
            let message =
                "Response payload size exceeded maximum allowed payload size (\(Self.maximumResponseSize) bytes)."
            settle(.failed(FunctionError(errorType: "Function.ResponseSizeTooLarge", errorMessage: message)))
            return .responseTooLarge
        }
        settle(InvocationOutcome(payload: body, isFunctionError: isError))
        return .accepted
    }

    /// `POST /runtime/init/error`
    func initializationFailed(_ body: [UInt8]) -> RuntimeAnswer {
        guard phase == .initializing, initialization != nil else {
            return .invalidTransition(from: "RuntimeReadyState", to: "InitError")
        }
        let error =
            (try? JSONDecoder().decode(FunctionError.self, from: Data(body)))
            ?? FunctionError(
                errorType: "Runtime.Unknown", errorMessage: String(decoding: body, as: UTF8.self))
        failInitialization(error)
        process?.signal(SIGKILL)
        return .accepted
    }

    /// `POST /extension/register`
    func registerExtension() -> RuntimeAnswer {
        hasExtension = true
        return .registered(extensionID: UUID().uuidString.lowercased())
    }

    /// `GET /extension/event/next`: an extension without events waits until the end.
    func nextExtensionEvent() async -> RuntimeAnswer {
        await withCheckedContinuation { continuation in
            extensionWaiter?.resume(returning: .gone)
            extensionWaiter = continuation
        }
    }

    // MARK: What happens meanwhile

    private func becomeIdle() {
        phase = .idle
        startTimer(settings.idleTimeout) { await $0.idledTooLong() }
    }

    private func idledTooLong() async {
        guard phase == .idle else { return }
        await stop()
    }

    private func initializationTimedOut() {
        guard phase == .initializing else { return }
        let seconds = settings.initializationTimeout.formattedSeconds
        failInitialization(
            FunctionError(
                errorType: "Sandbox.Timedout",
                errorMessage: "Error: Initialization timed out after \(seconds) seconds"))
        process?.signal(SIGKILL)
    }

    private func failInitialization(_ error: FunctionError) {
        guard let initialization else { return }
        self.initialization = nil
        log.drain()
        log.show(error.errorMessage)
        let duration = (ContinuousClock.now - started).formattedMilliseconds
        log.show(
            "INIT_REPORT Init Duration: \(duration) ms\tPhase: init\tStatus: error\tError Type: \(error.errorType)"
        )
        initialization.resume(returning: error)
    }

    private func invocationTimedOut() {
        guard phase == .invoking || phase == .responded, let work else { return }
        let message =
            "RequestId: \(work.invocation.requestID) Error: Task timed out after \(configuration.timeout).00 seconds"
        phase = .broken
        log.show(message)
        settle(.failed(FunctionError(errorType: "Sandbox.Timedout", errorMessage: message)))
        process?.signal(SIGKILL)
    }

    private func processEnded(_ end: ProcessEnd) async {
        let wasInvoking = phase == .invoking || phase == .broken
        let wasInitializing = phase == .initializing
        phase = .stopped
        log.drain()
        if wasInvoking, let work, work.outcome == nil {
            let error = end.error(requestID: work.invocation.requestID)
            log.show(error.errorMessage)
            settle(.failed(error))
        }
        if wasInitializing {
            failInitialization(end.error(requestID: UUID().uuidString.lowercased()))
        }
        await onStop(self)
        await release()
    }

    /// Gives the caller its answer, at once or, where it wants the log too, at the invocation's end.
    private func settle(_ outcome: InvocationOutcome) {
        guard var work, work.outcome == nil else { return }
        work.outcome = outcome
        if !work.wantsLog {
            work.answer?.resume(returning: outcome)
            work.answer = nil
        }
        self.work = work
    }

    private func finishInvocation() {
        timer?.cancel()
        guard let work else { return }
        self.work = nil
        let duration = ContinuousClock.now - work.started
        log.drain()
        let requestID = work.invocation.requestID
        log.show("END RequestId: \(requestID)")
        log.show(
            Report(
                requestID: requestID, duration: duration, memorySize: configuration.memorySize,
                maximumMemoryUsed: process?.maximumMemoryUsed ?? 0,
                initializationDuration: initializationDuration
            ).line)
        initializationDuration = nil
        if var outcome = work.outcome {
            outcome.logTail = work.wantsLog ? log.tail() : []
            work.answer?.resume(returning: outcome)
        }
    }

    private func startTimer(
        _ duration: Duration, _ action: @escaping @Sendable (ExecutionEnvironment) async -> Void
    ) {
        timer?.cancel()
        timer = Task {
            try? await Task.sleep(for: duration)
            if !Task.isCancelled {
                await action(self)
            }
        }
    }

    private func release() async {
        phase = .stopped
        finishInvocation()
        timer?.cancel()
        nextWaiter?.resume(returning: .gone)
        nextWaiter = nil
        extensionWaiter?.resume(returning: .gone)
        extensionWaiter = nil
        log.close()
        await server?.stop()
        server = nil
    }
}

extension InvocationOutcome {
    /// The outcome whose payload is an error document.
    static func failed(_ error: FunctionError) -> InvocationOutcome {
        InvocationOutcome(payload: error.json, isFunctionError: true)
    }
}
