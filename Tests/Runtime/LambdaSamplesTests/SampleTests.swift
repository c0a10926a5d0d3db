import LambdaEvents
import LambdaSamples
import Testing
import WireFormats

/// Each kind of event, in the form that AWS documents.
@Suite struct SampleTests {
    private func read<Event: Decodable>(
        _ sample: LambdaSample, as type: Event.Type = Event.self
    ) throws -> Event {
        try JSON.decode(type, from: Array(sample.json.utf8))
    }

    private func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSON.encode(value, sortingKeys: true), as: UTF8.self)
    }

    @Test func apiGateway() throws {
        let request: APIGatewayRequest = try read(.apiGateway)
        #expect(request.method == "PUT")
        #expect(request.path == "/notes/shopping%20list")
        #expect(request.header("content-type") == "application/json")
        #expect(request.multiValueHeaders["X-Tag"] == ["first", "second"])
        #expect(request.header("x-tag") == "first")
        #expect(request.queryParameter("tag") == "a")
        #expect(request.pathParameters == ["name": "shopping list"])
        #expect(request.stageVariables["table"] == "notes-live")
        #expect(request.cookies == ["theme=dark", "session=7f3a"])
        #expect(request.text == #"{"text":"milk"}"#)
        #expect(try request.decoded(as: [String: String].self) == ["text": "milk"])
        #expect(request.requestContext.identity?.sourceIp == "192.0.2.7")
        #expect(request.requestContext.authorizer?["claims"]?["sub"]?.string == "user-1")
        #expect(request.requestContext.authorizer?["integrationLatency"]?.integer == 12)
        #expect(request.requestContext.requestTimeEpoch == 1_767_225_600_000)
    }

    @Test func functionURL() throws {
        let request: FunctionURLRequest = try read(.functionURL)
        #expect(request.method == "PUT")
        #expect(request.path == "/notes/shopping%20list")
        #expect(request.header("X-Tag") == "first,second")
        #expect(request.queryParameter("tag") == "a")
        #expect(request.queryStringParameters?["tag"] == "a,b")
        #expect(request.cookies == ["theme=dark", "session=7f3a"])
        #expect(request.text == #"{"text":"milk"}"#)
        #expect(request.requestContext.authorizer?.iam?.principalOrgId == "o-1")
    }

    @Test func httpAPI() throws {
        let request: HTTPAPIRequest = try read(.httpAPI)
        #expect(request.routeKey == "GET /notes/{name}")
        #expect(request.requestContext.authorizer?.jwt?.claims["exp"]?.integer == 1_767_229_200)
        #expect(request.bytes.isEmpty)
    }

    @Test func loadBalancer() throws {
        let request: LoadBalancerRequest = try read(.loadBalancer)
        #expect(request.queryParameter("q") == "milk & bread")
        #expect(request.header("Host") == "lb-1.eu-west-1.elb.amazonaws.com")
        #expect(!request.hasMultiValueHeaders)
        let answer = LoadBalancerResponse(
            to: request, statusCode: 404, headers: ["X": ["a", "b"]], text: "no")
        #expect(
            try text(answer)
                == #"{"body":"no","headers":{"X":"b"},"isBase64Encoded":false,"statusCode":404,"statusDescription":"404 Not Found"}"#
        )
    }

    @Test func loadBalancerWithMultiValueHeaders() throws {
        let request: LoadBalancerRequest = try read(.loadBalancerMultiValue)
        #expect(request.bytes == [0, 255])
        #expect(request.multiValueHeaders["cookie"] == ["theme=dark", "session=7f3a"])
        #expect(request.queryParameter("tag") == "a")
        let answer = LoadBalancerResponse(
            to: request, headers: ["Set-Cookie": ["a=1", "b=2"]], bytes: [0, 255])
        #expect(
            try text(answer)
                == #"{"body":"AP8=","isBase64Encoded":true,"multiValueHeaders":{"Set-Cookie":["a=1","b=2"]},"statusCode":200,"statusDescription":"200 OK"}"#
        )
    }

    @Test func webSocket() throws {
        let message: WebSocketRequest = try read(.webSocket)
        #expect(message.requestContext.routeKey == "say")
        #expect(message.requestContext.connectionId == "Kx5=")
        #expect(message.bytes == Array(#"{"action":"say","text":"hello"}"#.utf8))
        let connection: WebSocketRequest = try read(.webSocketConnect)
        #expect(connection.requestContext.eventType == "CONNECT")
        #expect(connection.queryStringParameters == ["room": "1"])
        #expect(connection.requestContext.authorizer?["principalId"]?.string == "user-1")
    }

    @Test func authorizers() throws {
        let request: AuthorizerRequest = try read(.authorizer)
        #expect(request.header("x-key") == "secret")
        #expect(request.requestContext?.apiId == "a1b2c3")
        let token: AuthorizerRequest = try read(.tokenAuthorizer)
        #expect(token.authorizationToken == "Bearer abc.def.ghi")
        let policy = AuthorizerPolicy(
            .deny, principalID: "user-1", methodARNs: [token.methodArn], context: ["level": .integer(3)])
        #expect(
            try text(policy)
                == #"{"context":{"level":3},"policyDocument":{"Statement":[{"Action":"execute-api:Invoke","Effect":"Deny","Resource":["arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/live/GET/notes"]}],"Version":"2012-10-17"},"principalId":"user-1"}"#
        )
        let http: HTTPAPIAuthorizerRequest = try read(.httpAPIAuthorizer)
        #expect(http.identitySource == ["Bearer abc.def.ghi"])
        #expect(
            try text(HTTPAPIAuthorization(isAuthorized: true, context: ["tenant": .string("t")]))
                == #"{"context":{"tenant":"t"},"isAuthorized":true}"#)
        let iot: IoTAuthorizerRequest = try read(.iotAuthorizer)
        #expect(iot.protocolData?.mqtt?.password?.bytes == Array("secret".utf8))
        #expect(iot.connectionMetadata?.id == "c-1")
        #expect(
            try text(IoTAuthorization(isAuthenticated: true, principalID: "device1", policyDocuments: ["{}"]))
                == #"{"disconnectAfterInSeconds":86400,"isAuthenticated":true,"policyDocuments":["{}"],"principalId":"device1","refreshAfterInSeconds":300}"#
        )
    }

    @Test func cognitoTriggerIsAnsweredWithItself() throws {
        var event: CognitoEvent = try read(.cognito)
        #expect(event.trigger == .preSignUp)
        #expect(event.userAttributes["email"] == "ada@example.com")
        #expect(event.clientMetadata == ["campaign": "spring"])
        event.response["autoConfirmUser"] = .boolean(true)
        let answer = try JSON.decode(JSONValue.self, from: JSON.encode(event))
        let asked = try JSON.decode(JSONValue.self, from: Array(LambdaSample.cognito.json.utf8))
        #expect(answer["response"]?["autoConfirmUser"] == .boolean(true))
        for field in [
            "version", "triggerSource", "region", "userPoolId", "userName", "callerContext", "request",
        ] {
            #expect(answer[field] == asked[field], "\(field)")
        }
    }

    @Test func queuesAndTopics() throws {
        let batch: SQSEvent = try read(.sqs)
        #expect(batch.messages.map(\.body) == [#"{"order":1}"#, #"{"order":2}"#])
        #expect(batch.messages[1].attributes?["MessageGroupId"] == "g1")
        let notification: SNSEvent = try read(.sns)
        #expect(notification.records.first?.message.text == "hello")
        #expect(notification.records.first?.message.attributes?["kind"]?.value == "greeting")
        let mail: SESEvent = try read(.ses)
        #expect(mail.records.first?.ses.mail.commonHeaders?.subject == "Ill today")
        #expect(mail.records.first?.ses.receipt.dmarcVerdict?.status == "FAIL")
        #expect(try text(SESDisposition(.stopRuleSet)) == #"{"disposition":"STOP_RULE_SET"}"#)
    }

    @Test func messagesAndRecordsAreReadAsValues() throws {
        let batch: SQSEvent = try read(.sqs)
        let orders = try batch.messages.map { try $0.decoded(as: [String: Int].self) }
        #expect(orders == [["order": 1], ["order": 2]])
        var notification = try #require(try read(.sns, as: SNSEvent.self).records.first?.message)
        #expect(throws: DecodingError.self) { try notification.decoded(as: [String: Int].self) }
        notification.text = #"{"order":3}"#
        #expect(try notification.decoded() == ["order": 3])
        var record = try #require(try read(.kinesis, as: KinesisEvent.self).records.first?.kinesis)
        record.data = Base64Bytes(Array(#"{"order":4}"#.utf8))
        #expect(try record.decoded() == ["order": 4])
    }

    @Test func storageAndSchedules() throws {
        let event: S3Event = try read(.s3)
        #expect(event.records.first?.s3.object.decodedKey == "holiday/beach 1.jpg")
        #expect(try read(.s3Test, as: S3Event.self).isTest)
        let bridge: EventBridgeEvent<S3ObjectDetail> = try read(.eventBridge)
        #expect(bridge.detail.object.key == "holiday/beach 1.jpg")
        let schedule: ScheduledEvent = try read(.schedule)
        #expect(schedule.time == "2026-01-01T00:00:00Z")
        #expect(schedule.detail.isEmpty)
        let scheduler: ScheduledEvent = try read(.scheduler)
        #expect(scheduler.source == "aws.scheduler")
        #expect(scheduler.detail.isEmpty)
    }

    @Test func streams() throws {
        let batch: KinesisEvent = try read(.kinesis)
        #expect(batch.records.first?.kinesis.data.bytes == Array("Hello".utf8))
        #expect(batch.records.first?.kinesis.approximateArrivalTimestamp == 1_767_225_600.123)
        let changes: DynamoDBEvent = try read(.dynamoDB)
        let image = changes.records.first?.dynamodb.newImage
        #expect(image?["id"]?.integer == 101)
        #expect(image?["name"]?.string == "Ada")
        #expect(image?["marks"] == .list([.number("1.5"), .string("good")]))
        #expect(image?["home"] == .map(["city": .string("London")]))
        #expect(image?["prints"] == .binarySet([Base64Bytes([0]), Base64Bytes([1])]))
        #expect(changes.records.last?.userIdentity?.type == "Service")
        let again = try JSON.decode([String: DynamoDBValue].self, from: JSON.encode(image))
        #expect(again == image)
    }

    @Test func windows() throws {
        let batch: KinesisEvent = try read(.kinesisWindow)
        #expect(batch.records.count == 1)
        #expect(batch.window?.start == "2026-01-01T00:00:00Z")
        #expect(batch.window?.end == "2026-01-01T00:02:00Z")
        #expect(batch.state?["p1"] == .integer(282))
        #expect(batch.isFinalInvokeForWindow == false)
        #expect(batch.isWindowTerminatedEarly == false)
        #expect(batch.shardId == "shardId-000000000006")
        #expect(batch.eventSourceARN == "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks")
    }
}
