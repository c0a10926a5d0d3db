public import WireFormats

/// What a function URL or an API Gateway HTTP API sends (AWS Lambda Developer Guide, "Invoking Lambda function
/// URLs", and Amazon API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs": request
/// payload format 2.0).
public struct FunctionURLRequest: Decodable, HTTPEvent {
    /// Where the request came in, and what is known about who sent it.
    public struct Context: Decodable, Sendable {
        /// The request line and the sender.
        public struct HTTP: Decodable, Sendable {
            /// `GET`, `POST`, …
            public var method: String
            /// The path.
            public var path: String?
            /// `HTTP/1.1` or another version.
            public var `protocol`: String?
            /// The sender's address.
            public var sourceIp: String?
            /// The sender's software.
            public var userAgent: String?
        }

        /// By what the sender has proven who it is.
        public struct Authentication: Decodable, Sendable {
            /// The client's certificate, with mutual TLS.
            public var clientCert: ClientCertificate?
        }

        /// Who the sender turned out to be.
        public struct Authorizer: Decodable, Sendable {
            /// A JSON Web Token that API Gateway has checked.
            public struct JWT: Decodable, Sendable {
                /// The token's claims. Most are texts; `exp` and others may be numbers: see `JSONValue.text`.
                public var claims: [String: JSONValue]
                /// The token's scopes.
                public var scopes: [String]?

                private enum CodingKeys: String, CodingKey {
                    case claims, scopes
                }

                /// Reads what is there.
                public init(from decoder: any Decoder) throws {
                    let container = try decoder.container(keyedBy: CodingKeys.self)
                    claims = try container.decodeIfPresent([String: JSONValue].self, forKey: .claims) ?? [:]
                    scopes = try container.decodeIfPresent([String].self, forKey: .scopes)
                }
            }

            /// An identity of AWS Identity and Access Management.
            public struct IAM: Decodable, Sendable {
                /// The account that the identity belongs to.
                public var accountId: String?
                /// The identity's ARN.
                public var userArn: String?
                /// The identity's id.
                public var userId: String?
                /// The access key that the request was signed with.
                public var accessKey: String?
                /// The caller's id.
                public var callerId: String?
                /// The organization that the account belongs to.
                public var principalOrgId: String?
            }

            /// Set where a JWT authorizer let the request in.
            public var jwt: JWT?
            /// Set where the request was signed.
            public var iam: IAM?
            /// What a Lambda authorizer adds: its `context` (Amazon API Gateway Developer Guide, "Control access to
            /// HTTP APIs with AWS Lambda authorizers").
            public var lambda: [String: JSONValue]?
        }

        /// The request line and the sender.
        public var http: HTTP
        /// By what the sender has proven who it is; nil without mutual TLS.
        public var authentication: Authentication?
        /// Who the sender turned out to be; nil where anybody may call.
        public var authorizer: Authorizer?
        /// The id of the URL or API.
        public var apiId: String?
        /// The host name of the URL or API.
        public var domainName: String?
        /// The first part of the host name.
        public var domainPrefix: String?
        /// The request's id.
        public var requestId: String?
        /// API Gateway's route; `$default` for function URLs.
        public var routeKey: String?
        /// API Gateway's stage; `$default` for function URLs.
        public var stage: String?
        /// When the request came, for instance `12/Mar/2020:19:03:58 +0000`.
        public var time: String?
        /// When the request came, in Unix milliseconds.
        public var timeEpoch: Int64?
    }

    /// The path. A function URL's is not decoded, an HTTP API's is: see ``isPathDecoded``. API Gateway puts the stage's
    /// name before it: see ``path``.
    public var rawPath: String
    /// The query without `?`, not decoded.
    public var rawQueryString: String
    /// Header fields by lower-case name; the values of repeated ones are joined by commas.
    public var headers: [String: String]
    /// Query parameters, decoded; the values of repeated ones are joined by commas.
    public var queryStringParameters: [String: String]?
    /// The `Cookie` values.
    public var cookies: [String]?
    /// The body; Base64 if ``isBase64Encoded`` says so. See ``bytes`` and ``text``.
    public var body: String?
    /// Whether ``body`` is Base64.
    public var isBase64Encoded: Bool
    /// API Gateway's route, for instance `GET /notes/{name}`; `$default` for function URLs.
    public var routeKey: String?
    /// What stands for the variables of API Gateway's route.
    public var pathParameters: [String: String]?
    /// The variables of API Gateway's stage.
    public var stageVariables: [String: String]?
    /// Where the request came in, and from whom.
    public var requestContext: Context

    private enum CodingKeys: String, CodingKey {
        case rawPath, rawQueryString, headers, queryStringParameters, cookies, body, isBase64Encoded, routeKey
        case pathParameters, stageVariables, requestContext
    }

    /// Reads the request. Only ``rawPath`` and ``requestContext`` have to be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        rawPath = try container.decode(String.self, forKey: .rawPath)
        rawQueryString = try container.decodeIfPresent(String.self, forKey: .rawQueryString) ?? ""
        headers = try container.texts(.headers)
        queryStringParameters = try container.textsIfPresent(.queryStringParameters)
        cookies = try container.decodeIfPresent([String].self, forKey: .cookies)
        body = try container.decodeIfPresent(String.self, forKey: .body)
        isBase64Encoded = try container.decodeIfPresent(Bool.self, forKey: .isBase64Encoded) ?? false
        routeKey = try container.decodeIfPresent(String.self, forKey: .routeKey)
        pathParameters = try container.textsIfPresent(.pathParameters)
        stageVariables = try container.textsIfPresent(.stageVariables)
        requestContext = try container.decode(Context.self, forKey: .requestContext)
    }

    /// `GET`, `POST`, …
    public var method: String { requestContext.http.method }
    /// The sender's address.
    public var sourceAddress: String? { requestContext.http.sourceIp }

    /// ``rawPath`` without API Gateway's stage, which stands before it for every stage but `$default`.
    public var path: String {
        guard let stage = requestContext.stage, stage != "$default" else { return rawPath }
        return rawPath.removing(basePath: stage)
    }

    /// Whether ``rawPath`` is decoded: one of an HTTP API, whose domain is no function URL's. `%2F` and `/` are then the
    /// same.
    ///
    /// AWS's guides do not say so; it is reported, with the events, by users (fastify/aws-lambda-fastify#169,
    /// honojs/hono#2156, middleapi/standard-server#93).
    public var isPathDecoded: Bool { requestContext.domainName?.includes(".lambda-url.") == false }

    /// The value of a header, whatever the case of its name; several values are joined by commas.
    public func header(_ name: String) -> String? { value(of: name, in: headers) }

    /// The first value of a query parameter, decoded; as it came where it cannot be. Looked for in ``rawQueryString``:
    /// in ``queryStringParameters`` several values cannot be told from one with a comma.
    public func queryParameter(_ name: String) -> String? {
        if rawQueryString.isEmpty { return queryStringParameters?[name] }
        func decoded(_ text: Substring) -> String {
            PercentEncoding.decode(String(text), plusIsSpace: true) ?? String(text)
        }
        for pair in rawQueryString.split(separator: "&") {
            let end = pair.firstIndex(of: "=") ?? pair.endIndex
            if decoded(pair[..<end]) == name { return decoded(pair[end...].dropFirst()) }
        }
        return nil
    }
}

/// What an API Gateway HTTP API sends with payload format 2.0: the same as a function URL.
public typealias HTTPAPIRequest = FunctionURLRequest
