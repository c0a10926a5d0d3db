public import Logging

/// Writes log lines as Lambda expects them, each with one `write` to standard error.
///
/// ``LambdaContext/logger`` uses it with the event's request id. For code that makes its own loggers:
/// `LoggingSystem.bootstrap { LambdaLogHandler(label: $0) }`.
public struct LambdaLogHandler: LogHandler {
    /// The lowest level that is written; from `AWS_LAMBDA_LOG_LEVEL`, else `LOG_LEVEL`, else `info`.
    public var logLevel: Logger.Level
    /// Values that every line carries.
    public var metadata: Logger.Metadata = [:]
    /// Gives values for each line, for instance from task locals.
    public var metadataProvider: Logger.MetadataProvider?

    private let configuration: LogConfiguration
    private let label: String?
    private let requestID: String?
    private let tenantID: String?

    /// Makes a handler for lines outside an event.
    ///
    /// - Parameters:
    ///   - label: the logger's label, written as `logger`.
    ///   - metadataProvider: gives values for each line: `LoggingSystem.bootstrap(LambdaLogHandler.init,
    ///     metadataProvider: …)`.
    public init(label: String, metadataProvider: Logger.MetadataProvider? = nil) {
        self.init(configuration: RuntimeEnvironment.current.logging, label: label)
        self.metadataProvider = metadataProvider
    }

    package init(
        configuration: LogConfiguration, label: String? = nil, requestID: String? = nil,
        tenantID: String? = nil
    ) {
        self.configuration = configuration
        self.label = label
        self.requestID = requestID
        self.tenantID = tenantID
        logLevel = configuration.level
    }

    /// A value that every line carries.
    public subscript(metadataKey key: String) -> Logger.MetadataValue? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line: time, level, request id, message, error, and the metadata.
    public func log(event: LogEvent) {
        var line = LogLine(configuration: configuration, level: event.level, requestID: requestID)
        line.add(message: event.message.description)
        if let tenantID { line.add("tenantId", tenantID) }
        if let label { line.add("logger", label) }
        if let error = event.error {
            line.add("errorType", String(describing: type(of: error)))
            line.add("errorMessage", String(describing: error))
        }
        line.add(metadata: merged(with: event.metadata))
        line.write()
    }

    private func merged(with eventMetadata: Logger.Metadata?) -> Logger.Metadata {
        var merged = metadata
        if let provided = metadataProvider?.get() { merged.merge(provided) { _, new in new } }
        if let eventMetadata { merged.merge(eventMetadata) { _, new in new } }
        return merged
    }
}
