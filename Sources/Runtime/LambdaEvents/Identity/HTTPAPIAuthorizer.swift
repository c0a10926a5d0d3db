public import WireFormats

/// What an API Gateway HTTP API sends to a Lambda authorizer, payload format 2.0 (Amazon API Gateway Developer Guide,
/// "Control access to HTTP APIs with AWS Lambda authorizers"). Answer with an ``HTTPAPIAuthorization`` or an
/// ``AuthorizerPolicy``.
public struct HTTPAPIAuthorizerRequest: Decodable, Sendable {
    /// The ARN of the route that is asked for.
    public var routeArn: String
    /// What identifies the caller, as the authorizer's settings name it: for instance the value of `Authorization`.
    public var identitySource: [String]
    /// The route, for instance `GET /notes/{name}`.
    public var routeKey: String?
    /// The path, decoded: see ``FunctionURLRequest/isPathDecoded``.
    public var rawPath: String?
    /// The query without `?`, not decoded.
    public var rawQueryString: String?
    /// The `Cookie` values.
    public var cookies: [String]
    /// Header fields by lower-case name.
    public var headers: [String: String]
    /// Query parameters, decoded.
    public var queryStringParameters: [String: String]
    /// What stands for the variables of the route.
    public var pathParameters: [String: String]
    /// The variables of the stage.
    public var stageVariables: [String: String]
    /// Where the request came in, and from whom.
    public var requestContext: FunctionURLRequest.Context?

    private enum CodingKeys: String, CodingKey {
        case routeArn, identitySource, routeKey, rawPath, rawQueryString, cookies, headers
        case queryStringParameters, pathParameters, stageVariables, requestContext
    }

    /// Reads a request. Only ``routeArn`` has to be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        routeArn = try container.decode(String.self, forKey: .routeArn)
        identitySource = try container.decodeIfPresent([String].self, forKey: .identitySource) ?? []
        routeKey = try container.decodeIfPresent(String.self, forKey: .routeKey)
        rawPath = try container.decodeIfPresent(String.self, forKey: .rawPath)
        rawQueryString = try container.decodeIfPresent(String.self, forKey: .rawQueryString)
        cookies = try container.decodeIfPresent([String].self, forKey: .cookies) ?? []
        headers = try container.texts(.headers)
        queryStringParameters = try container.texts(.queryStringParameters)
        pathParameters = try container.texts(.pathParameters)
        stageVariables = try container.texts(.stageVariables)
        requestContext = try container.decodeIfPresent(
            FunctionURLRequest.Context.self, forKey: .requestContext)
    }

    /// The value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? { value(of: name, in: headers) }
}

/// The simple answer of an HTTP API's authorizer.
public struct HTTPAPIAuthorization: Encodable, Sendable {
    /// Whether the caller may: 403 else.
    public var isAuthorized: Bool
    /// What the route's integration gets as `requestContext.authorizer.lambda`.
    public var context: [String: JSONValue]

    /// Makes an answer.
    public init(isAuthorized: Bool, context: [String: JSONValue] = [:]) {
        self.isAuthorized = isAuthorized
        self.context = context
    }
}
