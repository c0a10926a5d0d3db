internal import Glibc
internal import LambdaRuntime

extension WebAdapter {
    /// Starts a server and serves events with it, as the environment says; never returns. See `LambdaRuntime.run`.
    ///
    /// The variables are those of AWS's adapter ("AWS Lambda Web Adapter"): `AWS_LWA_PORT` or `PORT` (8080),
    /// `AWS_LWA_READINESS_CHECK_PATH` (`/`), `AWS_LWA_INVOKE_MODE` (`buffered` or `response_stream`),
    /// `AWS_LWA_PASS_THROUGH_PATH` (`/events`) and `AWS_LWA_REMOVE_BASE_PATH`.
    ///
    /// - Parameter command: the program and its arguments; empty for the words of the function's handler setting,
    ///   `_HANDLER`.
    public static func run(_ command: [String] = []) -> Never {
        let port = (variable("AWS_LWA_PORT") ?? variable("PORT")).flatMap { UInt16($0) } ?? 8080
        setenv("PORT", "\(port)", 1)
        let words = variable("_HANDLER")?.split(separator: " ").map(String.init) ?? []
        let makeAdapter: @Sendable () async throws -> WebAdapter = {
            guard !command.isEmpty || !words.isEmpty else {
                throw WebAdapterError.notStarted(program: "no program", reason: "none is named")
            }
            var adapter = try await WebAdapter(
                command: command.isEmpty ? words : command, port: port,
                readinessPath: variable("AWS_LWA_READINESS_CHECK_PATH") ?? "/")
            adapter.passThroughPath = variable("AWS_LWA_PASS_THROUGH_PATH") ?? adapter.passThroughPath
            adapter.basePath = variable("AWS_LWA_REMOVE_BASE_PATH") ?? ""
            return adapter
        }
        if variable("AWS_LWA_INVOKE_MODE")?.lowercased() == "response_stream" {
            LambdaRuntime.runStreaming { StreamingWebAdapter(try await makeAdapter()) }
        }
        LambdaRuntime.run { try await makeAdapter() }
    }

    private static func variable(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
}
