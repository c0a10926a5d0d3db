package import Logging

/// Where log lines go, in which form, and from which level on.
package struct LogConfiguration: Sendable {
    package enum Format: Sendable {
        case text
        case json
    }

    package var format: Format
    package var level: Logger.Level
    /// The file descriptor that is written to: standard error, which nobody buffers.
    package var descriptor: Int32 = 2

    /// - Parameters:
    ///   - format: `AWS_LAMBDA_LOG_FORMAT`: `JSON`, or `Text`, which is also what anything else means.
    ///   - level: `AWS_LAMBDA_LOG_LEVEL`: `TRACE` to `FATAL`; anything else means `INFO`.
    package init(format: String?, level: String?) {
        self.format = format?.lowercased() == "json" ? .json : .text
        self.level =
            switch level?.lowercased() {
            case "trace": .trace
            case "debug": .debug
            case "notice": .notice
            case "warn", "warning": .warning
            case "error": .error
            case "fatal", "critical": .critical
            default: .info
            }
    }
}
