import LambdaEvents
import LambdaLogEvents
import LambdaSamples
import TestSupport
import Testing
import WireFormats

/// Events that are not what AWS documents: each is read or refused, and none ends the process.
@Suite struct MutationTests {
    /// Reads an event as its own kind, and all that can be asked of it.
    private func read(_ json: [UInt8], _ sample: LambdaSample) throws {
        switch sample {
        case .apiGateway: use(try JSON.decode(APIGatewayRequest.self, from: json))
        case .functionURL, .httpAPI: use(try JSON.decode(FunctionURLRequest.self, from: json))
        case .loadBalancer, .loadBalancerMultiValue:
            let request = try JSON.decode(LoadBalancerRequest.self, from: json)
            use(request)
            _ = LoadBalancerResponse(to: request, statusCode: 200, headers: ["a": []])
        case .authorizer, .tokenAuthorizer: _ = try JSON.decode(AuthorizerRequest.self, from: json)
        case .httpAPIAuthorizer: _ = try JSON.decode(HTTPAPIAuthorizerRequest.self, from: json)
        case .iotAuthorizer:
            _ = try JSON.decode(IoTAuthorizerRequest.self, from: json).protocolData?.mqtt?.password?.bytes
        case .cloudWatchLogs: _ = try JSON.decode(CloudWatchLogsEvent.self, from: json)
        case .cognito:
            let event = try JSON.decode(CognitoEvent.self, from: json)
            _ = (event.trigger, event.userAttributes, event.clientMetadata)
            _ = try JSON.encode(event)
        case .dynamoDB: _ = try JSON.decode(DynamoDBEvent.self, from: json)
        case .eventBridge: _ = try JSON.decode(EventBridgeEvent<S3ObjectDetail>.self, from: json)
        case .kinesis, .kinesisWindow: _ = try JSON.decode(KinesisEvent.self, from: json)
        case .s3, .s3Test:
            _ = try JSON.decode(S3Event.self, from: json).records.map(\.s3.object.decodedKey)
        case .schedule, .scheduler: _ = try JSON.decode(ScheduledEvent.self, from: json)
        case .ses: _ = try JSON.decode(SESEvent.self, from: json)
        case .sns: _ = try JSON.decode(SNSEvent.self, from: json)
        case .sqs: _ = try JSON.decode(SQSEvent.self, from: json)
        case .webSocket, .webSocketConnect: _ = try JSON.decode(WebSocketRequest.self, from: json).bytes
        }
    }

    private func use(_ request: some HTTPEvent) {
        _ = (request.method, request.path, request.header("host"), request.queryParameter("q"))
        _ = (request.bytes, request.text, try? request.decoded(as: JSONValue.self))
    }

    private func count(_ json: [UInt8], _ sample: LambdaSample, _ counts: inout (read: Int, refused: Int)) {
        do {
            try read(json, sample)
            counts.read += 1
        } catch {
            counts.refused += 1
        }
    }

    @Test(arguments: LambdaSample.allCases)
    func eventWithAnotherValueInAPlaceIsReadOrRefused(sample: LambdaSample) throws {
        let event = try JSON.decode(JSONValue.self, from: Array(sample.json.utf8))
        var counts = (read: 0, refused: 0)
        for place in event.places {
            for value in [
                nil, .null, .boolean(true), .integer(.max), .number(-1e300), .string(""), .string("%zz\u{0}"),
                .array([]), .array([.null]), .object([:]), .object(["": .null]),
            ] as [JSONValue?] {
                count(try JSON.encode(event.replacing(place, with: value)), sample, &counts)
            }
        }
        #expect(counts.read + counts.refused > 20)
        #expect(counts.refused > 0)
    }

    @Test(arguments: LambdaSample.allCases)
    func eventWithDamagedBytesIsReadOrRefused(sample: LambdaSample) throws {
        var random = SeededGenerator(seed: sample.rawValue.utf8.reduce(UInt64(7)) { $0 &* 31 &+ UInt64($1) })
        var counts = (read: 0, refused: 0)
        for _ in 0..<1000 {
            var bytes = Array(sample.json.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                case 2:
                    bytes.insert(Array("\"{}[],:-0e\\".utf8).randomElement(using: &random) ?? 0, at: index)
                default: bytes.removeSubrange(index..<min(index + 20, bytes.count))
                }
                if bytes.isEmpty { break }
            }
            count(bytes, sample, &counts)
        }
        #expect(counts.read + counts.refused == 1000)
        #expect(counts.refused > 0)
    }
}

extension JSONValue {
    /// Where a value lies in another: keys, and indices as text.
    typealias Place = [String]

    /// Every value's place.
    fileprivate var places: [Place] {
        switch self {
        case .object(let fields):
            [[]] + fields.sorted { $0.key < $1.key }.flatMap { key, value in value.places.map { [key] + $0 } }
        case .array(let values):
            [[]] + values.enumerated().flatMap { index, value in value.places.map { ["\(index)"] + $0 } }
        default: [[]]
        }
    }

    /// The value with another one in a place; nil takes a field out.
    fileprivate func replacing(_ place: Place, with value: JSONValue?) -> JSONValue {
        guard let key = place.first else { return value ?? .null }
        let rest = Array(place.dropFirst())
        switch self {
        case .object(var fields):
            fields[key] = rest.isEmpty ? value : fields[key]?.replacing(rest, with: value)
            return .object(fields)
        case .array(var values):
            guard let index = Int(key) else { return self }
            values[index] = values[index].replacing(rest, with: value)
            return .array(values)
        default: return self
        }
    }
}
