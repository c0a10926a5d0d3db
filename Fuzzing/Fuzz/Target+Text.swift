@testable import AWSClients
import LambdaEvents
@testable import LambdaLogEvents
import RollcallMessages
import WireFormats

extension Target {
    /// What was read can be written, and is read as the same again.
    static func roundTripJSON(_ input: [UInt8]) {
        guard let value = try? JSON.decode(AnyJSON.self, from: input) else { return }
        // A fraction that a Double has no room for is written as the integer that it has become, and read as one.
        guard let text = written(value).flatMap({ written(try? JSON.decode(AnyJSON.self, from: $0)) }) else {
            return require(false, "what was read cannot be written")
        }
        require(written(try? JSON.decode(AnyJSON.self, from: text)) == text, "not the same again")
    }

    private static func written(_ value: AnyJSON?) -> [UInt8]? {
        value.flatMap { try? JSON.encode($0, sortingKeys: true) }
    }

    static func readExtractorEvent(_ input: [UInt8]) {
        do throws(EventError) {
            for item in try Work<ClipRequest>(extractorEvent: input).items { check(item.request) }
        } catch { require(!error.description.isEmpty, "an error without words") }
    }

    static func readRecognizerEvent(_ input: [UInt8]) {
        do throws(EventError) {
            for item in try Work<RecognizerRequest>(recognizerEvent: input).items { check(item.request) }
        } catch { require(!error.description.isEmpty, "an error without words") }
    }

    private static func check(_ request: Result<some Any, EventError>) {
        if case .failure(let error) = request {
            require(!error.description.isEmpty, "an error without words")
        }
    }

    static func readLambdaEvents(_ input: [UInt8]) {
        if let event = try? JSON.decode(S3Event.self, from: input) {
            for record in event.records { _ = record.s3.object.decodedKey }
        }
        _ = try? JSON.decode(SQSEvent.self, from: input)
        _ = try? JSON.decode(EventBridgeEvent<S3ObjectDetail>.self, from: input)
        _ = try? JSON.decode(FunctionURLRequest.self, from: input)
        _ = try? MessageCoding.decode(RecognitionResult.self, from: input)
    }

    /// What CloudWatch compressed; the input is what base64 holds.
    static func unpackLogEvent(_ input: [UInt8]) {
        guard let bytes = Gzip.unpack(input, maximumBytes: 1 << 20) else { return }
        require(bytes.count <= 1 << 20, "too much was unpacked")
    }

    static func readXML(_ input: [UInt8]) { _ = XMLReader.read(input) }

    static func readAWSFile(_ input: [UInt8]) {
        do throws(SharedFileProblem) {
            _ = try SharedFile(String(decoding: input, as: UTF8.self)).sections
        } catch {
            require(error.line > 0 && !error.message.isEmpty, "a problem without a line or words")
        }
    }

    static func decodeBase64(_ input: [UInt8]) {
        guard let bytes = Base64.decode(String(decoding: input, as: UTF8.self)) else { return }
        require(Base64.decode(Base64.encode(bytes)) == bytes, "not the same again")
    }
}

/// Any JSON value.
private enum AnyJSON: Codable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([AnyJSON])
    case object([String: AnyJSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .boolean(value)
        } else if let value = try? container.decode(Int64.self) {
            self = .integer(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([AnyJSON].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: AnyJSON].self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .boolean(let value): try container.encode(value)
        case .integer(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .string(let value): try container.encode(value)
        case .array(let values): try container.encode(values)
        case .object(let values): try container.encode(values)
        }
    }
}
