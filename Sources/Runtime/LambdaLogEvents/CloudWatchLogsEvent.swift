internal import CZlib
internal import WireFormats

/// What a subscription filter of Amazon CloudWatch Logs sends (Amazon CloudWatch Logs User Guide, "Log group-level
/// subscription filters", Lambda). The event is compressed: it is unpacked while it is decoded.
public struct CloudWatchLogsEvent: Decodable, Sendable {
    /// A line of the log.
    public struct LogEvent: Decodable, Sendable {
        /// The line's id.
        public var id: String
        /// When it was written, in Unix milliseconds.
        public var timestamp: Int64
        /// The line.
        public var message: String
        /// What a filter pattern with fields has found, where it has any.
        public var extractedFields: [String: String]?
    }

    /// `DATA_MESSAGE`, or `CONTROL_MESSAGE`, with which CloudWatch only tries whether the function can be reached.
    public var messageType: String
    /// The account of the log.
    public var owner: String
    /// The log group.
    public var logGroup: String
    /// The log stream.
    public var logStream: String
    /// The filters that let the lines through.
    public var subscriptionFilters: [String]
    /// The lines.
    public var logEvents: [LogEvent]

    /// Whether CloudWatch only tries whether the function can be reached.
    public var isControlMessage: Bool { messageType == "CONTROL_MESSAGE" }

    /// What an event unpacks to at most, in bytes: forty times an event's largest size is more than lines of a log do.
    public static let maximumBytes = 256 << 20

    private struct Envelope: Decodable {
        struct Compressed: Decodable { var data: Base64Bytes }

        var awslogs: Compressed
    }

    private struct Content: Decodable {
        var messageType: String
        var owner: String
        var logGroup: String
        var logStream: String
        var subscriptionFilters: [String]?
        var logEvents: [LogEvent]?
    }

    /// Unpacks and reads the event.
    ///
    /// - Throws: `DecodingError`, also where the data is not gzip, or unpacks to more than ``maximumBytes``.
    public init(from decoder: any Decoder) throws {
        let compressed = try Envelope(from: decoder).awslogs.data.bytes
        guard let json = Gzip.unpack(compressed, maximumBytes: Self.maximumBytes) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "awslogs.data is not gzip, or unpacks to too much."))
        }
        let content = try JSON.decode(Content.self, from: json)
        messageType = content.messageType
        owner = content.owner
        logGroup = content.logGroup
        logStream = content.logStream
        subscriptionFilters = content.subscriptionFilters ?? []
        logEvents = content.logEvents ?? []
    }
}

/// Bytes that were compressed (RFC 1952).
enum Gzip {
    /// The bytes; nil where the input is damaged or cut off, or unpacks to more than it may.
    static func unpack(_ input: [UInt8], maximumBytes: Int) -> [UInt8]? {
        var stream = z_stream()
        guard CZlib_begin_gunzip(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = input
        var output: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        return input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = uInt(clamping: input.count)
            while true {
                let (status, count) = chunk.withUnsafeMutableBufferPointer { chunk in
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = uInt(clamping: chunk.count)
                    let status = inflate(&stream, Z_NO_FLUSH)
                    return (status, chunk.count - Int(stream.avail_out))
                }
                guard status == Z_OK || status == Z_STREAM_END, output.count + count <= maximumBytes else {
                    return nil
                }
                output += chunk[..<count]
                if status == Z_STREAM_END { return output }
                // More input is needed than there is.
                if count == 0 { return nil }
            }
        }
    }
}
