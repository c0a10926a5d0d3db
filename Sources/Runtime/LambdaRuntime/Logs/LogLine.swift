internal import Glibc
internal import Logging
internal import WireFormats

/// One log line in the making. JSON lines have the fields on which AWS's own runtimes agree
/// (AWS Lambda Developer Guide, "Log and monitor functions", "JSON structured logging").
struct LogLine: ~Copyable {
    /// The longest line, in bytes. A handler that logs a whole event neither floods the log nor has its line
    /// cut to pieces that are no JSON any more.
    static let maximumBytes = 256 * 1024
    /// What the line's end may take.
    private static let room = 32
    /// The longest value, in UTF-8 bytes: escaped, it still leaves room for others.
    private static let maximumValueBytes = 32 * 1024

    private var bytes = JSONOutput(capacity: 512)
    /// Whether a field was left out because the line would have become too long.
    private var isShortened = false
    /// The names of the line's own fields, which no metadata may take.
    private var ownNames = ["timestamp", "level", "message", "shortened"]
    // Swift 6.2 calls no mutating method in an initializer of a type that is not copied and has a `let`.
    private var configuration: LogConfiguration

    init(configuration: LogConfiguration, level: Logger.Level, requestID: String?) {
        self.configuration = configuration
        switch configuration.format {
        case .json:
            bytes.append(text: #"{"timestamp":""#)
            bytes.append(text: UnixTime.now().iso8601())
            bytes.append(text: #"","level":""#)
            bytes.append(text: level.lambdaName)
            bytes.append(text: "\"")
            if let requestID { add("requestId", requestID) }
        case .text:
            bytes.append(text: UnixTime.now().iso8601())
            bytes.append(text: " ")
            bytes.append(text: level.lambdaName)
            if let requestID {
                bytes.append(text: " ")
                bytes.append(text: requestID)
            }
        }
    }

    mutating func add(message: String) {
        switch configuration.format {
        case .json:
            add("message", message)
        case .text:
            bytes.append(text: " ")
            bytes.append(onOneLine: message.shortened(to: Self.maximumValueBytes))
        }
    }

    /// Adds a field of the line's own.
    mutating func add(_ key: String, _ value: String) {
        ownNames.append(key)
        add(key, text: value)
    }

    /// Adds the fields of a program. In JSON, one with the name of a field of the line's own gets underscores after
    /// its name: of two fields with one name a reader takes only one.
    mutating func add(metadata: Logger.Metadata) {
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            var name = key
            if configuration.format == .json {
                while ownNames.contains(name) || (name != key && metadata[name] != nil) { name += "_" }
            }
            if case .string(let text) = value { add(name, text: text) } else { add(name, value) }
        }
    }

    private mutating func add(_ key: String, text: String) {
        add(key, .string(text.shortened(to: Self.maximumValueBytes)))
    }

    private mutating func add(_ key: String, _ value: Logger.MetadataValue) {
        let start = bytes.count
        switch configuration.format {
        case .json:
            bytes.append(text: ",")
            bytes.append(jsonString: key)
            bytes.append(text: ":")
            bytes.append(json: value)
        case .text:
            bytes.append(text: " ")
            bytes.append(onOneLine: key)
            bytes.append(text: "=")
            bytes.append(onOneLine: value.description)
        }
        if bytes.count > Self.maximumBytes - Self.room {
            bytes.remove(start..<bytes.count)
            isShortened = true
        }
    }

    /// Writes the line with one `write(2)`, so that lines of several threads do not mix.
    mutating func write() {
        switch configuration.format {
        case .json: bytes.append(text: isShortened ? ",\"shortened\":true}\n" : "}\n")
        case .text: bytes.append(text: isShortened ? " shortened=true\n" : "\n")
        }
        var written = 0
        while written < bytes.count {
            let rest = bytes[written..<bytes.count]
            let count = Glibc.write(configuration.descriptor, rest.baseAddress, rest.count)
            if count > 0 {
                written += count
            } else if count == 0 || errno != EINTR {
                return  // There is nowhere left to complain.
            }
        }
    }
}

extension Logger.Level {
    /// Lambda's name of the level.
    fileprivate var lambdaName: StaticString {
        switch self {
        case .trace: "TRACE"
        case .debug: "DEBUG"
        case .info, .notice: "INFO"
        case .warning: "WARN"
        case .error: "ERROR"
        case .critical: "FATAL"
        }
    }
}

extension JSONOutput {
    /// Appends text whose line ends are written `\n` and `\r`: a line is one event of the log.
    fileprivate mutating func append(onOneLine text: String) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\n"): append(text: #"\n"#)
            case UInt8(ascii: "\r"): append(text: #"\r"#)
            default: append(byte)
            }
        }
    }

    fileprivate mutating func append(json value: Logger.MetadataValue) {
        switch value {
        case .string(let string):
            append(jsonString: string)
        case .stringConvertible(let convertible):
            append(jsonString: convertible.description)
        case .array(let values):
            append(text: "[")
            for (index, value) in values.enumerated() {
                if index > 0 { append(text: ",") }
                append(json: value)
            }
            append(text: "]")
        case .dictionary(let values):
            append(text: "{")
            for (index, (key, value)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { append(text: ",") }
                append(jsonString: key)
                append(text: ":")
                append(json: value)
            }
            append(text: "}")
        }
    }
}

extension LogConfiguration {
    /// Writes a line of the runtime's own, if its level is wanted.
    func write(_ level: Logger.Level, _ message: String, requestID: String? = nil) {
        guard level >= self.level else { return }
        var line = LogLine(configuration: self, level: level, requestID: requestID)
        line.add(message: message)
        line.write()
    }

    /// Writes the line that tells of an event's error: without it the log holds nothing of what the invoker is told,
    /// and nobody may be told anything of an event that was queued.
    func write(_ error: ErrorReport, of headers: LambdaHeaders) {
        guard level <= .error else { return }
        var line = LogLine(configuration: self, level: .error, requestID: headers[.requestID])
        line.add(message: "\(error.type): \(error.message)")
        if format == .json {
            if let tenantID = headers[.tenantID] { line.add("tenantId", tenantID) }
            line.add("errorType", error.type)
            line.add("errorMessage", error.message)
        }
        line.write()
    }
}
