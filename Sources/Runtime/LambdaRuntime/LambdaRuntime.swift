internal import CProcess
internal import Glibc
internal import Logging

/// Runs a Lambda function: a custom runtime on the Lambda Runtime API.
///
/// ```swift
/// @main
/// struct Echo: LambdaHandler {
///     func handle(_ event: [UInt8], context: LambdaContext) async throws -> [UInt8] { event }
///     static func main() { LambdaRuntime.run { Echo() } }
/// }
/// ```
public enum LambdaRuntime {
    /// Makes the handler, then serves events for as long as Lambda keeps the process.
    ///
    /// Never returns: when Lambda is done with the process, or the Runtime API fails for good, the process
    /// ends with exit code 1 and one line on standard error.
    ///
    /// - Parameter makeHandler: the cold start: opens connections, loads models. Its error is reported as
    ///   the initialization's failure (`/runtime/init/error`) and ends the process with exit code 1.
    public static func run(
        _ makeHandler: @escaping @Sendable () async throws -> any LambdaHandler
    ) -> Never {
        run(function: { .buffered(try await makeHandler()) })
    }

    /// Makes a handler that streams its answers, then serves events; see ``run(_:)``.
    public static func runStreaming(
        _ makeHandler: @escaping @Sendable () async throws -> any StreamingLambdaHandler
    ) -> Never {
        run(function: { .streaming(try await makeHandler()) })
    }

    /// Serves events with a closure that needs no preparation.
    ///
    /// Never returns; see ``run(_:)``.
    public static func run(
        handler: @escaping @Sendable (_ event: [UInt8], _ context: LambdaContext) async throws -> [UInt8]
    ) -> Never {
        run { ClosureHandler(body: handler) }
    }

    private static func run(
        function makeFunction: @escaping @Sendable () async throws -> Function
    ) -> Never {
        if getpid() == 1 {
            // The first process of a container ignores every signal that it has no handler for: `docker stop`'s, and
            // that of Ctrl-C.
            let ends = [SIGINT, SIGTERM]
            for number in ends { signal(number) { number in _exit(128 + number) } }
            Signals.unblock(ends)
        }
        // What a handler prints is in the log when it is printed, not when a buffer is full.
        CProcess_buffer_output_by_line()
        MainThread.serve {
            var environment = RuntimeEnvironment.current
            #if LocalRun
                let local = environment.runtimeAPI == nil ? LocalRun.start(for: &environment) : nil
                defer { local?.stop() }
            #endif
            let failure = serve(environment: environment, ownsProcess: true, makeFunction)
            environment.logging.write(.critical, failure.description)
            exit(EXIT_FAILURE)
        }
    }

    /// The whole life of the process, on the calling thread, without its end.
    ///
    /// - Parameter ownsProcess: whether crashes are reported and `_X_AMZN_TRACE_ID` is set for each event;
    ///   tests that run several functions in one process say no.
    package static func serve(
        environment: RuntimeEnvironment, ownsProcess: Bool,
        _ makeFunction: @escaping @Sendable () async throws -> Function
    ) -> RuntimeFailure {
        guard let authority = environment.runtimeAPI else { return .notOnLambda }
        let process = ownsProcess ? ProcessState(environment: environment) : nil
        do {
            // A cold start that crashes is reported too.
            let slot = process?.slot(0)
            let api = try RuntimeAPI(authority: authority, environment: environment)
            let executor = LoopExecutor()
            switch executor.run(makeFunction) {
            case .failure(let error):
                let report = ErrorReport(error, fallback: "Function.InitError")
                try api.report(initializationError: report)
                return .initialization(type: report.type, message: report.message)
            case .success(let function):
                if let handler = function.shutdownHandler {
                    try Shutdown.watch(for: handler, authority: authority, environment: environment)
                }
                if environment.maximumConcurrency > 1 {
                    return Slots.run(
                        environment.maximumConcurrency, function, authority: authority,
                        environment: environment, process: process)
                }
                let loop = InvocationLoop(api: api, executor: executor, slot: slot)
                return loop.run(function)
            }
        } catch {
            return error
        }
    }
}
