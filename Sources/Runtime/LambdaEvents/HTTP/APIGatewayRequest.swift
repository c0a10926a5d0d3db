public import WireFormats

/// What an API Gateway REST API sends, and an HTTP API with request payload format 1.0 (Amazon API Gateway Developer
/// Guide, "Set up Lambda proxy integrations in API Gateway"). An HTTP API with format 2.0 sends a
/// ``FunctionURLRequest``.
public struct APIGatewayRequest: Decodable, HTTPEvent {
    /// Where the request came in, and what is known about who sent it.
    public struct Context: Decodable, Sendable {
        /// Who sent the request.
        public struct Identity: Decodable, Sendable {
            /// The sender's address.
            public var sourceIp: String?
            /// The sender's software.
            public var userAgent: String?
            /// The account of a request that was signed.
            public var accountId: String?
            /// The access key of a request that was signed.
            public var accessKey: String?
            /// The ARN of the identity that signed the request.
            public var userArn: String?
            /// The id of the identity that signed the request.
            public var user: String?
            /// The caller's principal of a request that was signed.
            public var caller: String?
            /// The API key's value, where the method asks for one.
            public var apiKey: String?
            /// The API key's id, where the method asks for one.
            public var apiKeyId: String?
            /// The client's certificate, with mutual TLS.
            public var clientCert: ClientCertificate?
            /// The Amazon Cognito identity of a request that was signed with its credentials.
            public var cognitoIdentityId: String?
            /// The pool of that identity.
            public var cognitoIdentityPoolId: String?
            /// How that identity signed in.
            public var cognitoAuthenticationType: String?
            /// Where that identity signed in.
            public var cognitoAuthenticationProvider: String?
        }

        /// The account that the API belongs to.
        public var accountId: String?
        /// The API's id.
        public var apiId: String?
        /// What the authorizer adds: a Lambda authorizer's context and `principalId`, or `claims` of Amazon Cognito.
        public var authorizer: [String: JSONValue]?
        /// The connection, in the request of a WebSocket API to its authorizer.
        public var connectionId: String?
        /// The API's host name.
        public var domainName: String?
        /// The first part of the host name.
        public var domainPrefix: String?
        /// API Gateway's own id of the request.
        public var extendedRequestId: String?
        /// `GET`, `POST`, …
        public var httpMethod: String?
        /// Who sent the request.
        public var identity: Identity?
        /// The path with the stage.
        public var path: String?
        /// `HTTP/1.1` or another version.
        public var `protocol`: String?
        /// The request's id.
        public var requestId: String?
        /// When the request came, for instance `09/Apr/2015:12:34:56 +0000`.
        public var requestTime: String?
        /// When the request came, in Unix milliseconds.
        public var requestTimeEpoch: Int64?
        /// The resource's id.
        public var resourceId: String?
        /// The resource's path, for instance `/notes/{name}`.
        public var resourcePath: String?
        /// The route, in the request of a WebSocket API to its authorizer: `$connect`.
        public var routeKey: String?
        /// The API's stage.
        public var stage: String?
    }

    /// The format of what an HTTP API sends, `1.0`; nil where a REST API sent it.
    public var version: String?
    /// The resource's path, for instance `/notes/{name}`.
    public var resource: String?
    /// The path. A REST API's is not decoded, an HTTP API's is: see ``isPathDecoded``. An HTTP API puts the stage's
    /// name before it: see ``path``.
    public var rawPath: String
    /// `GET`, `POST`, …
    public var httpMethod: String
    /// Header fields as they were written; of repeated ones the last value. See ``HTTPEvent/header(_:)``.
    public var headers: [String: String]
    /// Header fields with all their values.
    public var multiValueHeaders: [String: [String]]
    /// Query parameters, decoded; of repeated ones the last value.
    public var queryStringParameters: [String: String]
    /// Query parameters with all their values.
    public var multiValueQueryStringParameters: [String: [String]]
    /// What stands for the variables of the resource's path.
    public var pathParameters: [String: String]
    /// The variables of the stage.
    public var stageVariables: [String: String]
    /// Where the request came in, and from whom.
    public var requestContext: Context
    /// The body; Base64 if ``isBase64Encoded`` says so.
    public var body: String?
    /// Whether ``body`` is Base64.
    public var isBase64Encoded: Bool

    private enum CodingKeys: String, CodingKey {
        case version, resource, httpMethod, headers, multiValueHeaders, queryStringParameters
        case multiValueQueryStringParameters, pathParameters, stageVariables, requestContext, body
        case isBase64Encoded
        case rawPath = "path"
    }

    /// Reads the request. Only ``rawPath`` and ``httpMethod`` have to be there: a test in the console sends little
    /// more.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        version = try container.decodeIfPresent(String.self, forKey: .version)
        resource = try container.decodeIfPresent(String.self, forKey: .resource)
        rawPath = try container.decode(String.self, forKey: .rawPath)
        httpMethod = try container.decode(String.self, forKey: .httpMethod)
        headers = try container.texts(.headers)
        multiValueHeaders = try container.textLists(.multiValueHeaders)
        queryStringParameters = try container.texts(.queryStringParameters)
        multiValueQueryStringParameters = try container.textLists(.multiValueQueryStringParameters)
        pathParameters = try container.texts(.pathParameters)
        stageVariables = try container.texts(.stageVariables)
        requestContext =
            try container.decodeIfPresent(Context.self, forKey: .requestContext) ?? Context()
        body = try container.decodeIfPresent(String.self, forKey: .body)
        isBase64Encoded = try container.decodeIfPresent(Bool.self, forKey: .isBase64Encoded) ?? false
    }

    /// ``rawPath``; an HTTP API's without the stage, which stands before it for every stage but `$default`. See
    /// ``FunctionURLRequest/path``.
    public var path: String {
        guard version != nil, let stage = requestContext.stage, stage != "$default" else { return rawPath }
        return rawPath.removing(basePath: stage)
    }

    /// Whether ``rawPath`` is decoded: an HTTP API's is, in this format as in 2.0. See
    /// ``FunctionURLRequest/isPathDecoded``.
    public var isPathDecoded: Bool { version != nil }

    /// ``httpMethod``.
    public var method: String { httpMethod }

    /// The first value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? {
        value(of: name, in: multiValueHeaders)?.first ?? value(of: name, in: headers)
    }

    /// The first value of a query parameter.
    public func queryParameter(_ name: String) -> String? {
        multiValueQueryStringParameters[name]?.first ?? queryStringParameters[name]
    }

    /// The `Cookie` values.
    public var cookies: [String] {
        (header("Cookie") ?? "").split(separator: ";").map { String($0.drop { $0 == " " }) }
    }
}
