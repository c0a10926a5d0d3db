internal import Glibc
internal import Logging

/// One log line in the making. JSON lines have the fields on which AWS's own runtimes agree
/// (AWS Lambda Developer Guide, "Log and monitor functions", "JSON structured logging").
struct LogLine {
    /// The longest line, in bytes. A handler that logs a whole event neither floods the log nor has its line
    /// cut to pieces that are no JSON any more.
    static let maximumBytes = 256 * 1024
    /// What the line's end may take.
    private static let room = 32
    /// The longest value, in UTF-8 bytes: escaped, it still leaves room for others.
    private static let maximumValueBytes = 32 * 1024

    private var bytes: [UInt8] = []
    /// Whether a field was left out because the line would have become too long.
    private var isShortened = false
    private let configuration: LogConfiguration

    init(configuration: LogConfiguration, level: Logger.Level, requestID: String?) {
        self.configuration = configuration
        bytes.reserveCapacity(256)
        switch configuration.format {
        case .json:
            bytes.append(text: #"{"timestamp":""#)
            bytes.append(timestamp: Self.now)
            bytes.append(text: #"","level":""#)
            bytes.append(text: level.lambdaName)
            bytes.append(text: "\"")
            if let requestID { add("requestId", requestID) }
        case .text:
            bytes.append(timestamp: Self.now)
            bytes.append(text: " ")
            bytes.append(text: level.lambdaName)
            if let requestID {
                bytes.append(text: " ")
                bytes.append(contentsOf: requestID.utf8)
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

    mutating func add(_ key: String, _ value: String) {
        add(key, .string(value.shortened(to: Self.maximumValueBytes)))
    }

    mutating func add(metadata: Logger.Metadata) {
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            if case .string(let text) = value { add(key, text) } else { add(key, value) }
        }
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
            bytes.removeSubrange(start...)
            isShortened = true
        }
    }

    /// Writes the line with one `write(2)`, so that lines of several threads do not mix.
    mutating func write() {
        switch configuration.format {
        case .json: bytes.append(text: isShortened ? ",\"shortened\":true}\n" : "}\n")
        case .text: bytes.append(text: isShortened ? " shortened=true\n" : "\n")
        }
        bytes.withUnsafeBytes { line in
            var rest = line
            while !rest.isEmpty {
                let written = Glibc.write(configuration.descriptor, rest.baseAddress, rest.count)
                if written > 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest[written...])
                } else if written == 0 || errno != EINTR {
                    return  // There is nowhere left to complain.
                }
            }
        }
    }

    private static var now: timespec {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return time
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

extension [UInt8] {
    /// Appends `2026-01-31T23:59:59.999Z`.
    fileprivate mutating func append(timestamp time: timespec) {
        var seconds = time.tv_sec
        var date = tm()
        gmtime_r(&seconds, &date)
        append(Int(date.tm_year) + 1900, digits: 4)
        append(text: "-")
        append(Int(date.tm_mon) + 1, digits: 2)
        append(text: "-")
        append(Int(date.tm_mday), digits: 2)
        append(text: "T")
        append(Int(date.tm_hour), digits: 2)
        append(text: ":")
        append(Int(date.tm_min), digits: 2)
        append(text: ":")
        append(Int(date.tm_sec), digits: 2)
        append(text: ".")
        append(time.tv_nsec / 1_000_000, digits: 3)
        append(text: "Z")
    }

    private mutating func append(_ number: Int, digits: Int) {
        var divisor = 1
        for _ in 1..<digits { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
            divisor /= 10
        }
    }

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
}
