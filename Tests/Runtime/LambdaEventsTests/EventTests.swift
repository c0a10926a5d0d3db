import FoundationEssentials
import LambdaEvents
import Testing
import WireFormats

@Suite struct EventTests {
    private func decode<Event: Decodable>(_ type: Event.Type, _ json: String) throws -> Event {
        try JSONDecoder().decode(type, from: Data(json.utf8))
    }

    @Test func readsAnSQSBatch() throws {
        let event = try decode(
            SQSEvent.self,
            #"""
            {"Records":[{"messageId":"m-1","receiptHandle":"r","body":"{\"a\":1}",
            "attributes":{"ApproximateReceiveCount":"2","SentTimestamp":"1700000000000","MessageGroupId":"g"},
            "messageAttributes":{"kind":{"dataType":"String","stringValue":"clip","stringListValues":[]},
            "raw":{"dataType":"Binary.x","binaryValue":"AAE="}},
            "md5OfBody":"d","eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:eu-west-1:1:q",
            "awsRegion":"eu-west-1"},{"messageId":"m-2","body":""}]}
            """#)
        #expect(event.messages.map(\.messageId) == ["m-1", "m-2"])
        #expect(event.messages[0].body == #"{"a":1}"#)
        #expect(event.messages[0].attributes?["ApproximateReceiveCount"] == "2")
        #expect(event.messages[0].messageAttributes?["kind"]?.stringValue == "clip")
        #expect(event.messages[0].messageAttributes?["raw"]?.binaryValue == "AAE=")
        #expect(event.messages[0].eventSourceARN == "arn:aws:sqs:eu-west-1:1:q")
    }

    @Test func asksForFailedMessagesOnce() throws {
        let response = SQSBatchResponse(failedMessageIDs: ["b", "a", "b"])
        let json = String(decoding: try JSONEncoder().encode(response), as: UTF8.self)
        #expect(json == #"{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"a"}]}"#)
        let none = String(decoding: try JSONEncoder().encode(SQSBatchResponse()), as: UTF8.self)
        #expect(none == #"{"batchItemFailures":[]}"#)
    }

    @Test func readsAWindowOfATablesChanges() throws {
        let event = try decode(
            DynamoDBEvent.self,
            #"""
            {"Records":[{"eventName":"INSERT","dynamodb":{"Keys":{"id":{"N":"1"}},"SequenceNumber":"111"}}],
            "window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:02:00Z"},"state":{"1":"state1"},
            "shardId":"shard-1","eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/t/stream/s",
            "isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}
            """#)
        #expect(event.window?.start == "2026-01-01T00:00:00Z")
        #expect(event.window?.end == "2026-01-01T00:02:00Z")
        #expect(event.state == ["1": .string("state1")])
        #expect(event.isFinalInvokeForWindow == true)
        #expect(event.isWindowTerminatedEarly == false)
        #expect(event.shardId == "shard-1")
        #expect(event.eventSourceARN == "arn:aws:dynamodb:eu-west-1:1:table/t/stream/s")
    }

    /// Without a state, even an empty one, Lambda takes the answer for a failed invocation.
    @Test func answersAWindowWithAState() throws {
        func text(_ response: StreamWindowResponse) throws -> String {
            String(decoding: try JSON.encode(response), as: UTF8.self)
        }
        #expect(try text(StreamWindowResponse(state: [:])) == #"{"state":{},"batchItemFailures":[]}"#)
        let failed = StreamWindowResponse(
            state: ["1": .integer(282)], failedSequenceNumbers: ["111", "222", "111"])
        #expect(
            try text(failed)
                == #"{"state":{"1":282},"batchItemFailures":[{"itemIdentifier":"111"},{"itemIdentifier":"222"}]}"#
        )
    }

    @Test func readsAnS3Notification() throws {
        let event = try decode(
            S3Event.self,
            #"""
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1",
            "eventTime":"2026-01-02T03:04:05.678Z","eventName":"ObjectCreated:Put",
            "userIdentity":{"principalId":"p"},"requestParameters":{"sourceIPAddress":"192.0.2.1"},
            "responseElements":{"x-amz-request-id":"r"},
            "s3":{"s3SchemaVersion":"1.0","configurationId":"c","bucket":{"name":"b","arn":"arn:aws:s3:::b"},
            "object":{"key":"a+b/%C3%A9%2B.txt","size":1024,"eTag":"e","versionId":"v","sequencer":"0A"}}}]}
            """#)
        let record = try #require(event.records.first)
        #expect(record.eventName == "ObjectCreated:Put")
        #expect(record.eventTime == "2026-01-02T03:04:05.678Z")
        #expect(record.userIdentity?.principalId == "p")
        #expect(record.requestParameters?.sourceIPAddress == "192.0.2.1")
        #expect(record.s3.bucket.name == "b")
        #expect(record.s3.object.decodedKey == "a b/é+.txt")
        #expect(record.s3.object.size == 1024)
        #expect(record.s3.object.versionId == "v")
    }

    @Test(arguments: ["%", "%4", "%zz", "%ff"])
    func takesAKeyThatIsNotEncodedAsNone(key: String) throws {
        let event = try decode(
            S3Event.self, #"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"\#(key)"}}}]}"#)
        #expect(event.records.first?.s3.object.decodedKey == nil)
    }

    @Test func readsAnEventBridgeEventOfS3() throws {
        let event = try decode(
            EventBridgeEvent<S3ObjectDetail>.self,
            #"""
            {"version":"0","id":"i","detail-type":"Object Created","source":"aws.s3","account":"1",
            "time":"2026-01-02T03:04:05Z","region":"eu-west-1","resources":["arn:aws:s3:::b"],
            "detail":{"version":"0","bucket":{"name":"b"},
            "object":{"key":"a+b","size":5,"etag":"e","version-id":"v","sequencer":"0A"},
            "request-id":"r","requester":"1","source-ip-address":"192.0.2.1","reason":"PutObject"}}
            """#)
        #expect(event.source == "aws.s3")
        #expect(event.detailType == "Object Created")
        #expect(event.resources == ["arn:aws:s3:::b"])
        #expect(event.detail.object.key == "a+b")
        #expect(event.detail.object.versionID == "v")
        #expect(event.detail.reason == "PutObject")
    }

    @Test func readsAnEventBridgeEventOfItsOwnKind() throws {
        struct Order: Decodable { var number: Int }
        let event = try decode(
            EventBridgeEvent<Order>.self,
            #"""
            {"version":"0","id":"i","detail-type":"Ordered","source":"shop","account":"1",
            "time":"2026-01-02T03:04:05Z","region":"eu-west-1","resources":[],"detail":{"number":7}}
            """#)
        #expect(event.detail.number == 7)
    }

    private func scheduled(_ detail: String) throws -> ScheduledEvent {
        try decode(
            ScheduledEvent.self,
            #"""
            {"version":"0","id":"i","detail-type":"Scheduled Event","source":"aws.scheduler","account":"1",
            "time":"2026-01-01T00:00:00Z","region":"eu-west-1",
            "resources":["arn:aws:scheduler:eu-west-1:1:schedule/default/s"],"detail":\#(detail)}
            """#)
    }

    /// A rule sends an object, EventBridge Scheduler the text of one.
    @Test(
        arguments: [
            ("{}", [:]), (#""{}""#, [:]), (#"{"a":1}"#, ["a": .integer(1)]),
            (#""{\"a\":1}""#, ["a": .integer(1)]),
        ] as [(String, [String: JSONValue])])
    func readsTheDetailOfASchedule(detail: String, fields: [String: JSONValue]) throws {
        let event = try scheduled(detail)
        #expect(event.detail.fields == fields)
        #expect(event.detail.isEmpty == fields.isEmpty)
        #expect(event.detail["a"] == fields["a"])
    }

    @Test(arguments: ["null", "7", "[]", "\"\"", #""[]""#, #""{""#])
    func refusesADetailThatIsNoObject(detail: String) {
        #expect(throws: DecodingError.self) { try scheduled(detail) }
    }

    @Test func readsAnHTTPAPIRequestWithItsAuthorizer() throws {
        let request = try decode(
            FunctionURLRequest.self,
            #"""
            {"version":"2.0","routeKey":"GET /notes/{name}","rawPath":"/notes/a","rawQueryString":"","cookies":["c=1"],
            "headers":{"accept":"*/*"},"pathParameters":{"name":"a"},"stageVariables":{"v":"1"},
            "requestContext":{"accountId":"1","apiId":"api","domainName":"d","domainPrefix":"p",
            "authorizer":{"jwt":{"claims":{"sub":"ada"},"scopes":["read"]}},
            "http":{"method":"GET","path":"/notes/a","protocol":"HTTP/1.1","sourceIp":"192.0.2.1","userAgent":"curl"},
            "requestId":"r","routeKey":"GET /notes/{name}","stage":"prod","time":"t","timeEpoch":1700000000000},
            "isBase64Encoded":false}
            """#)
        #expect(request.routeKey == "GET /notes/{name}")
        #expect(request.pathParameters == ["name": "a"])
        #expect(request.stageVariables == ["v": "1"])
        #expect(request.cookies == ["c=1"])
        #expect(request.requestContext.authorizer?.jwt?.claims == ["sub": .string("ada")])
        #expect(request.requestContext.authorizer?.jwt?.scopes == ["read"])
        #expect(request.requestContext.timeEpoch == 1_700_000_000_000)
        #expect(request.requestContext.http.userAgent == "curl")
        #expect(request.bytes.isEmpty)
    }

    @Test(arguments: [
        ("1.0", "/live/notes", "/notes"), ("1.0", "/live", "/"), ("1.0", "/live/", "/"),
        ("1.0", "/lively", "/lively"), ("1.0", "/notes", "/notes"), ("1.0", "/live//notes", "//notes"),
        (nil, "/live/notes", "/live/notes"),
    ])
    func leavesOutTheStageOfAnHTTPAPI(version: String?, rawPath: String, path: String) throws {
        let context = #""requestContext":{"stage":"live","http":{"method":"GET"}}"#
        let field = version.map { #""version":"\#($0)","# } ?? ""
        let older = try decode(
            APIGatewayRequest.self, #"{\#(field)"httpMethod":"GET","path":"\#(rawPath)",\#(context)}"#)
        #expect(older.rawPath == rawPath)
        #expect(older.path == path)
        if version != nil {
            let newer = try decode(FunctionURLRequest.self, #"{"rawPath":"\#(rawPath)",\#(context)}"#)
            #expect(newer.path == path)
        }
    }

    @Test(arguments: [
        ("tag", "a,b"), ("q", "milk & bread"), ("na=me", "é"), ("flag", ""), ("empty", ""), ("bad", "%zz"),
        ("none", nil),
    ])
    func findsAQueryParameter(name: String, value: String?) throws {
        let request = try decode(
            FunctionURLRequest.self,
            #"""
            {"rawPath":"/","rawQueryString":"flag&tag=a%2Cb&tag=c&q=milk+%26%20bread&na%3Dme=%C3%A9&empty=&bad=%zz",
            "queryStringParameters":{"tag":"a,b,c"},"requestContext":{"http":{"method":"GET"}}}
            """#)
        #expect(request.queryParameter(name) == value)
    }

    @Test func findsAQueryParameterWithoutTheQuery() throws {
        let request = try decode(
            FunctionURLRequest.self,
            #"{"rawPath":"/","queryStringParameters":{"q":"a"},"requestContext":{"http":{"method":"GET"}}}"#)
        #expect(request.queryParameter("q") == "a")
    }

    private let certificate = #"""
        {"clientCertPem":"PEM","subjectDN":"CN=device","issuerDN":"CN=ca","serialNumber":"a1:a2",
        "validity":{"notBefore":"May 28 12:30:02 2019 GMT","notAfter":"Aug  5 09:36:04 2021 GMT"}}
        """#

    private func check(_ certificate: ClientCertificate?) {
        #expect(certificate?.clientCertPem == "PEM")
        #expect(certificate?.subjectDN == "CN=device")
        #expect(certificate?.issuerDN == "CN=ca")
        #expect(certificate?.serialNumber == "a1:a2")
        #expect(certificate?.validity?.notBefore == "May 28 12:30:02 2019 GMT")
        #expect(certificate?.validity?.notAfter == "Aug  5 09:36:04 2021 GMT")
    }

    @Test func readsTheContextOfAnHTTPAPI() throws {
        let context = try decode(
            FunctionURLRequest.self,
            #"""
            {"rawPath":"/","requestContext":{"authentication":{"clientCert":\#(certificate)},
            "domainName":"id.execute-api.eu-west-1.amazonaws.com","domainPrefix":"id","http":{"method":"GET"},
            "requestId":"r","routeKey":"$default","stage":"$default","time":"12/Mar/2020:19:03:58 +0000"}}
            """#
        ).requestContext
        check(context.authentication?.clientCert)
        #expect(context.domainPrefix == "id")
        #expect(context.routeKey == "$default")
        #expect(context.time == "12/Mar/2020:19:03:58 +0000")
    }

    @Test func readsTheContextOfARESTAPI() throws {
        let context = try decode(
            APIGatewayRequest.self,
            #"""
            {"httpMethod":"GET","path":"/","requestContext":{"domainPrefix":"id","extendedRequestId":"e",
            "requestTime":"09/Apr/2015:12:34:56 +0000","identity":{"clientCert":\#(certificate)}}}
            """#
        ).requestContext
        check(context.identity?.clientCert)
        #expect(context.domainPrefix == "id")
        #expect(context.extendedRequestId == "e")
        #expect(context.requestTime == "09/Apr/2015:12:34:56 +0000")
    }

    @Test func readsTheContextOfAWebSocket() throws {
        let context = #"""
            {"routeKey":"$connect","eventType":"CONNECT","extendedRequestId":"e","connectionId":"c",
            "requestTime":"21/Jan/2019:22:10:10 +0000"}
            """#
        let connection = try decode(WebSocketRequest.self, #"{"requestContext":\#(context)}"#).requestContext
        #expect(connection.extendedRequestId == "e")
        #expect(connection.requestTime == "21/Jan/2019:22:10:10 +0000")
        let asked = try decode(
            AuthorizerRequest.self,
            #"{"type":"REQUEST","methodArn":"arn:aws:execute-api:a","requestContext":\#(context)}"#
        ).requestContext
        #expect(asked?.connectionId == "c")
        #expect(asked?.routeKey == "$connect")
        #expect(asked?.extendedRequestId == "e")
    }

    /// The authorizer decides by the value that the function is given.
    @Test func readsAllValuesOfAnAuthorizersRequest() throws {
        let fields = #"""
            "httpMethod":"GET","path":"/","headers":{"X-Key":"b"},"multiValueHeaders":{"X-Key":["a","b"]},
            "queryStringParameters":{"q":"2"},"multiValueQueryStringParameters":{"q":["1","2"]}
            """#
        let request = try decode(
            AuthorizerRequest.self, #"{"type":"REQUEST","methodArn":"arn:aws:execute-api:a",\#(fields)}"#)
        #expect(request.headers == ["X-Key": "b"])
        #expect(request.multiValueHeaders == ["X-Key": ["a", "b"]])
        #expect(request.queryStringParameters == ["q": "2"])
        #expect(request.multiValueQueryStringParameters == ["q": ["1", "2"]])
        let function = try decode(APIGatewayRequest.self, "{\(fields)}")
        #expect(request.header("x-key") == function.header("x-key"))
    }

    private func request(_ authorizer: String, _ headers: String = "{}") throws -> FunctionURLRequest {
        try decode(
            FunctionURLRequest.self,
            #"""
            {"rawPath":"/","headers":\#(headers),"requestContext":{"http":{"method":"GET"},
            "authorizer":\#(authorizer)}}
            """#)
    }

    @Test func readsClaimsOfEveryKind() throws {
        let claims = try request(
            #"{"jwt":{"claims":{"sub":"ada","exp":1700000000,"n":1.5,"ok":true,"none":null,"groups":["a"]},"scopes":null}}"#
        ).requestContext.authorizer?.jwt?.claims
        #expect(claims?["sub"]?.string == "ada")
        #expect(claims?["exp"]?.integer == 1_700_000_000)
        #expect(claims?["exp"]?.text == "1700000000")
        #expect(claims?["n"]?.number == 1.5)
        #expect(claims?["ok"]?.boolean == true)
        #expect(claims?["none"] == .null)
        #expect(claims?["groups"]?.array == [.string("a")])
    }

    @Test func readsWhatALambdaAuthorizerAdds() throws {
        let added = try request(#"{"lambda":{"tenant":"t-1","level":3,"admin":false,"nested":{"a":[1]}}}"#)
            .requestContext.authorizer?.lambda
        #expect(added?["tenant"]?.string == "t-1")
        #expect(added?["level"]?.integer == 3)
        #expect(added?["admin"]?.boolean == false)
        #expect(added?["nested"]?["a"]?.array?.first == .integer(1))
        #expect(try request(#"{"lambda":null}"#).requestContext.authorizer?.lambda == nil)
        #expect(try request("{}").requestContext.authorizer != nil)
        #expect(try request("null").requestContext.authorizer == nil)
    }

    @Test func readsARequestWithOddHeaders() throws {
        let request = try request("null", #"{"a":"1","b":2,"c":null,"d":true,"e":["x"]}"#)
        #expect(request.headers == ["a": "1", "b": "2", "d": "true"])
        #expect(try self.request("null", "null").headers.isEmpty)
        #expect(!request.isBase64Encoded)
        #expect(request.rawQueryString.isEmpty)
    }

    @Test func tellsS3sTestApart() throws {
        let test = try decode(
            S3Event.self,
            #"""
            {"Service":"Amazon S3","Event":"s3:TestEvent","Time":"2014-10-13T15:57:02.089Z","Bucket":"b",
            "RequestId":"5582815E1AEA5ADF","HostId":"8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR"}
            """#)
        #expect(test.isTest)
        #expect(test.records.isEmpty)
        let event = try decode(
            S3Event.self, #"{"Records":[{"s3":{"bucket":{"name":"b"},"object":{"key":"k"}}}]}"#)
        #expect(!event.isTest)
        for json in ["{}", #"{"Event":"other"}"#, #"{"Event":7}"#] {
            #expect(throws: DecodingError.self) { try decode(S3Event.self, json) }
        }
    }
}
