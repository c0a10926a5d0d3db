public import WireFormats

/// What an API Gateway WebSocket API sends (Amazon API Gateway Developer Guide, "Set up a WebSocket API integration
/// request in API Gateway"). Answer with an ``APIGatewayResponse``: what it says matters for `$connect`, and for
/// routes with a two-way integration.
public struct WebSocketRequest: Decodable, Sendable {
    /// The connection, and what came on it.
    public struct Context: Decodable, Sendable {
        /// `CONNECT`, `MESSAGE` or `DISCONNECT`.
        public var eventType: String
        /// The connection, by which messages are sent to it.
        public var connectionId: String
        /// `$connect`, `$disconnect`, `$default` or a route of the API's own.
        public var routeKey: String
        /// The message's id.
        public var messageId: String?
        /// The API's id.
        public var apiId: String?
        /// The API's host name: with ``stage`` the address at which messages are sent.
        public var domainName: String?
        /// The API's stage.
        public var stage: String?
        /// The request's id.
        public var requestId: String?
        /// API Gateway's own id of the request.
        public var extendedRequestId: String?
        /// When the connection was made, in Unix milliseconds.
        public var connectedAt: Int64?
        /// When the message came, for instance `09/Apr/2015:12:34:56 +0000`.
        public var requestTime: String?
        /// When the message came, in Unix milliseconds.
        public var requestTimeEpoch: Int64?
        /// What the authorizer of `$connect` added.
        public var authorizer: [String: JSONValue]?
        /// Who connected.
        public var identity: APIGatewayRequest.Context.Identity?
        /// Why a connection ended, with `$disconnect`.
        public var disconnectReason: String?
        /// The code with which a connection ended (RFC 6455, section 7.4).
        public var disconnectStatusCode: Int?
    }

    /// Header fields, with `$connect` and `$disconnect`.
    public var headers: [String: String]
    /// Header fields with all their values, with `$connect` and `$disconnect`.
    public var multiValueHeaders: [String: [String]]
    /// Query parameters of the connection's address, with `$connect`.
    public var queryStringParameters: [String: String]
    /// The variables of the stage.
    public var stageVariables: [String: String]
    /// The connection, and what came on it.
    public var requestContext: Context
    /// The message; Base64 if ``isBase64Encoded`` says so.
    public var body: String?
    /// Whether ``body`` is Base64.
    public var isBase64Encoded: Bool

    private enum CodingKeys: String, CodingKey {
        case headers, multiValueHeaders, queryStringParameters, stageVariables, requestContext, body
        case isBase64Encoded
    }

    /// Reads a message or what becomes of a connection. Only ``requestContext`` has to be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        headers = try container.texts(.headers)
        multiValueHeaders = try container.textLists(.multiValueHeaders)
        queryStringParameters = try container.texts(.queryStringParameters)
        stageVariables = try container.texts(.stageVariables)
        requestContext = try container.decode(Context.self, forKey: .requestContext)
        body = try container.decodeIfPresent(String.self, forKey: .body)
        isBase64Encoded = try container.decodeIfPresent(Bool.self, forKey: .isBase64Encoded) ?? false
    }

    /// The message's bytes; none where it is not valid Base64.
    public var bytes: [UInt8] {
        guard let body else { return [] }
        return isBase64Encoded ? Base64.decode(body) ?? [] : Array(body.utf8)
    }
}
