import Foundation
import Glibc
import LambdaLoopback
import WireFormats

/// One execution environment: a bootstrap process, its Runtime API, and the one event it works on at a time.
/// Source: AWS Lambda Developer Guide, "Understanding the Lambda execution environment lifecycle".
actor ExecutionEnvironment {
    /// What the runtime may do next. An environment is idle when its runtime waits for an event.
    private var rules = RuntimeRules()
    private var isStopped = false
    private let configuration: FunctionConfiguration
    private let settings: ServiceSettings
    private let log: LogPipe
    private let onIdle: @Sendable (ExecutionEnvironment) async -> Void
    private let onStop: @Sendable (ExecutionEnvironment) async -> Void

    private var server: LoopbackServer?
    private var process: BootstrapProcess?
    private var started = ContinuousClock.now
    /// How long initialization took; reported with the first invocation.
    private var initializationDuration: Duration?
    private var initialization: CheckedContinuation<ErrorDocument?, Never>?
    private var nextWaiter: CheckedContinuation<HTTPAnswer, Never>?
    private var extensionWaiter: CheckedContinuation<HTTPAnswer, Never>?
    private var hasExtension = false
    private var work: Work?
    private var timer: Task<Void, Never>?

    /// The event at hand.
    private struct Work {
        var invocation: Invocation
        var event: RuntimeEvent
        var started = ContinuousClock.now
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

    /// Whether the environment can take an event.
    var isIdle: Bool {
        rules.isInitialized && rules.delivered.isEmpty && !rules.hasAnswered && !rules.isBroken && !isStopped
    }

    /// Whether the environment has answered an event and is about to ask for the next one.
    var isFinishing: Bool { rules.hasAnswered && !rules.isBroken && !isStopped }

    /// Starts the process and waits until it asks for its first event.
    /// - Throws: the error that the function's caller gets.
    func start(code: CodePackage) async throws(ErrorDocument) {
        started = .now
        do {
            let server = try RuntimeAPI.serve(self)
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
            throw ErrorDocument(errorType: "Runtime.InvalidEntrypoint", errorMessage: "\(error)")
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
        guard isIdle else { return nil }
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        let event = invocation.event(deadline: now + Int64(configuration.timeout) * 1000)
        rules.deliver(invocation.requestID)
        log.startTail()
        log.show("START RequestId: \(invocation.requestID) Version: \(configuration.version)")
        startTimer(.seconds(configuration.timeout)) { await $0.invocationTimedOut() }
        return await withCheckedContinuation { continuation in
            work = Work(invocation: invocation, event: event, answer: continuation, wantsLog: wantsLog)
            nextWaiter?.resume(returning: event.answer)
            nextWaiter = nil
        }
    }

    /// Ends the process: SIGTERM and half a second where it has registered an extension, else SIGKILL at once.
    /// Source: AWS Lambda Developer Guide, "Shutdown phase".
    func stop() async {
        guard !isStopped else { return }
        if hasExtension {
            process?.signal(SIGTERM)
            try? await Task.sleep(for: .milliseconds(500))
        }
        guard !isStopped else { return }
        process?.signal(SIGKILL)
    }

    // MARK: What the runtime asks for

    /// `GET /runtime/invocation/next`
    func next() async -> HTTPAnswer {
        guard !isStopped else { return RuntimeRefusal.gone.answer }
        let isFirst = !rules.isInitialized
        switch rules.next() {
        case .refused(let refusal): return refusal.answer
        case .again: break
        case .ready:
            if isFirst {
                initializationDuration = .now - started
                becomeIdle()
                initialization?.resume(returning: nil)
                initialization = nil
            } else if work != nil {
                finishInvocation()
                becomeIdle()
                await onIdle(self)
            }
        }
        // The event again, or one that came while the service was told of the idle environment.
        if !rules.delivered.isEmpty, let work { return work.event.answer }
        return await withCheckedContinuation { continuation in
            // A runtime that asks again has lost the connection of its first request.
            nextWaiter?.resume(returning: RuntimeRefusal.gone.answer)
            nextWaiter = continuation
        }
    }

    /// `POST /runtime/invocation/{id}/response` and `/error`
    func answer(to requestID: String, with request: HTTPRequest, isError: Bool) -> HTTPAnswer {
        guard !isStopped else { return RuntimeRefusal.gone.answer }
        let ruling = rules.answer(
            requestID, size: request.body.count, isError: isError,
            mode: request.header("Lambda-Runtime-Function-Response-Mode"))
        switch ruling {
        case .refused(let refusal): return refusal.answer
        case .accepted:
            settle(
                InvocationOutcome(
                    payload: request.body, isFunctionError: isError || request.hasFailedOnItsWay))
            return .runtimeAccepted
        case .tooLarge:
            settle(.failed(.responseTooLarge))
            return RuntimeRefusal.responseTooLarge.answer
        }
    }

    /// `POST /runtime/init/error`
    func initializationFailed(_ body: [UInt8]) -> HTTPAnswer {
        if let refusal = rules.initializationError() { return refusal.answer }
        let error =
            (try? JSON.decode(ErrorDocument.self, from: body))
            ?? ErrorDocument(
                errorType: "Runtime.Unknown", errorMessage: String(decoding: body, as: UTF8.self))
        failInitialization(error)
        process?.signal(SIGKILL)
        return .runtimeAccepted
    }

    /// `POST /extension/register`
    func registerExtension() -> HTTPAnswer {
        hasExtension = true
        return .registered(extensionID: UUID().uuidString.lowercased())
    }

    /// `GET /extension/event/next`: an extension without events waits until the end.
    func nextExtensionEvent() async -> HTTPAnswer {
        await withCheckedContinuation { continuation in
            extensionWaiter?.resume(returning: RuntimeRefusal.gone.answer)
            extensionWaiter = continuation
        }
    }

    // MARK: What happens meanwhile

    private func becomeIdle() {
        startTimer(settings.idleTimeout) { await $0.idledTooLong() }
    }

    private func idledTooLong() async {
        guard isIdle else { return }
        await stop()
    }

    private func initializationTimedOut() {
        guard !rules.isInitialized, !isStopped else { return }
        let seconds = settings.initializationTimeout.formattedSeconds
        failInitialization(
            ErrorDocument(
                errorType: "Sandbox.Timedout",
                errorMessage: "Error: Initialization timed out after \(seconds) seconds"))
        process?.signal(SIGKILL)
    }

    private func failInitialization(_ error: ErrorDocument) {
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
        guard let work, !isStopped else { return }
        let message =
            "RequestId: \(work.invocation.requestID) Error: Task timed out after \(configuration.timeout).00 seconds"
        rules.expire()
        log.show(message)
        settle(.failed(ErrorDocument(errorType: "Sandbox.Timedout", errorMessage: message)))
        process?.signal(SIGKILL)
    }

    private func processEnded(_ end: ProcessEnd) async {
        isStopped = true
        log.drain()
        if let work, work.outcome == nil {
            let error = end.error(requestID: work.invocation.requestID)
            log.show(error.errorMessage)
            settle(.failed(error))
        }
        if !rules.isInitialized {
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
        isStopped = true
        finishInvocation()
        timer?.cancel()
        nextWaiter?.resume(returning: RuntimeRefusal.gone.answer)
        nextWaiter = nil
        extensionWaiter?.resume(returning: RuntimeRefusal.gone.answer)
        extensionWaiter = nil
        log.close()
        server?.stop()
        server = nil
    }
}

extension InvocationOutcome {
    /// The outcome whose payload is an error document.
    static func failed(_ error: ErrorDocument) -> InvocationOutcome {
        InvocationOutcome(payload: error.json, isFunctionError: true)
    }
}
