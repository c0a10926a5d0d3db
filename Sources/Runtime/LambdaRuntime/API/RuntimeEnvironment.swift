internal import Glibc

/// The environment variables that the runtime reads (AWS Lambda Developer Guide, "Defined runtime
/// environment variables").
package struct RuntimeEnvironment: Sendable {
    /// `AWS_LAMBDA_RUNTIME_API`: host and port of the Runtime API.
    package var runtimeAPI: String?
    /// `AWS_LAMBDA_FUNCTION_NAME`.
    package var functionName: String
    /// `AWS_LAMBDA_MAX_CONCURRENCY`: how many events Managed Instances send at a time, at least 1.
    package var maximumConcurrency: Int
    package var logging: LogConfiguration

    package init(_ variables: [String: String]) {
        self.init { variables[$0] }
    }

    /// The process's own environment.
    package static var current: RuntimeEnvironment {
        RuntimeEnvironment { name in getenv(name).map { String(cString: $0) } }
    }

    private init(lookUp: (String) -> String?) {
        func value(_ name: String) -> String? {
            guard let value = lookUp(name), !value.isEmpty else { return nil }
            return value
        }
        runtimeAPI = value("AWS_LAMBDA_RUNTIME_API")
        functionName = value("AWS_LAMBDA_FUNCTION_NAME") ?? "lambda"
        maximumConcurrency = min(max(value("AWS_LAMBDA_MAX_CONCURRENCY").flatMap { Int($0) } ?? 1, 1), 1024)
        logging = LogConfiguration(
            format: value("AWS_LAMBDA_LOG_FORMAT"),
            level: value("AWS_LAMBDA_LOG_LEVEL") ?? value("LOG_LEVEL"))
    }
}
