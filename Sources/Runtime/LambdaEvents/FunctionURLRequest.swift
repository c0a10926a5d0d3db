internal import WireFormats

/// What a function URL or an API Gateway HTTP API sends (AWS Lambda Developer Guide, "Invoking Lambda function
/// URLs", and Amazon API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs": request
/// payload format 2.0).
public struct FunctionURLRequest: Decodable, Sendable {
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

        /// Who the sender turned out to be.
        public struct Authorizer: Decodable, Sendable {
            /// A JSON Web Token that API Gateway has checked.
            public struct JWT: Decodable, Sendable {
                /// The token's claims.
                public var claims: [String: String]
                /// The token's scopes.
                public var scopes: [String]?
            }

            /// An identity of AWS Identity and Access Management.
            public struct IAM: Decodable, Sendable {
                /// The account that the identity belongs to.
                public var accountId: String?
                /// The identity's ARN.
                public var userArn: String?
                /// The identity's id.
                public var userId: String?
            }

            /// Set where a JWT authorizer let the request in.
            public var jwt: JWT?
            /// Set where the request was signed.
            public var iam: IAM?
        }

        /// The request line and the sender.
        public var http: HTTP
        /// Who the sender turned out to be; nil where anybody may call.
        public var authorizer: Authorizer?
        /// The id of the URL or API.
        public var apiId: String?
        /// The host name of the URL or API.
        public var domainName: String?
        /// The request's id.
        public var requestId: String?
        /// API Gateway's stage; `$default` for function URLs.
        public var stage: String?
        /// When the request came, in Unix milliseconds.
        public var timeEpoch: Int64?
    }

    /// The path, not decoded.
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

    /// `GET`, `POST`, …
    public var method: String { requestContext.http.method }
    /// The sender's address.
    public var sourceAddress: String? { requestContext.http.sourceIp }

    /// The body's bytes; none where it is not valid Base64.
    public var bytes: [UInt8] {
        guard let body else { return [] }
        return isBase64Encoded ? Base64.decode(body) ?? [] : Array(body.utf8)
    }

    /// The body as text.
    public var text: String { String(decoding: bytes, as: UTF8.self) }
}
