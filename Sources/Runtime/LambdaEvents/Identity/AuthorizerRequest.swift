/// What API Gateway sends to a Lambda authorizer of a REST or WebSocket API, of type `TOKEN` or `REQUEST` (Amazon API
/// Gateway Developer Guide, "Input to an API Gateway Lambda authorizer"). Answer with an ``AuthorizerPolicy``.
public struct AuthorizerRequest: Decodable, Sendable {
    /// `TOKEN` or `REQUEST`.
    public var type: String
    /// The ARN of the method that is asked for: what the policy allows or denies.
    public var methodArn: String
    /// The token, of type `TOKEN`.
    public var authorizationToken: String?
    /// The resource's path, of type `REQUEST`.
    public var resource: String?
    /// The path, of type `REQUEST`.
    public var path: String?
    /// `GET`, `POST`, …, of type `REQUEST`.
    public var httpMethod: String?
    /// Header fields, of type `REQUEST`; of repeated ones the last value. See ``header(_:)``.
    public var headers: [String: String]
    /// Header fields with all their values, of type `REQUEST`.
    public var multiValueHeaders: [String: [String]]
    /// Query parameters, of type `REQUEST`; of repeated ones the last value.
    public var queryStringParameters: [String: String]
    /// Query parameters with all their values, of type `REQUEST`.
    public var multiValueQueryStringParameters: [String: [String]]
    /// What stands for the variables of the resource's path.
    public var pathParameters: [String: String]
    /// The variables of the stage.
    public var stageVariables: [String: String]
    /// Where the request came in, and from whom, of type `REQUEST`.
    public var requestContext: APIGatewayRequest.Context?

    private enum CodingKeys: String, CodingKey {
        case type, methodArn, authorizationToken, resource, path, httpMethod, headers, multiValueHeaders
        case queryStringParameters, multiValueQueryStringParameters, pathParameters, stageVariables
        case requestContext
    }

    /// Reads a request of either type.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(String.self, forKey: .type)
        methodArn = try container.decode(String.self, forKey: .methodArn)
        authorizationToken = try container.decodeIfPresent(String.self, forKey: .authorizationToken)
        resource = try container.decodeIfPresent(String.self, forKey: .resource)
        path = try container.decodeIfPresent(String.self, forKey: .path)
        httpMethod = try container.decodeIfPresent(String.self, forKey: .httpMethod)
        headers = try container.texts(.headers)
        multiValueHeaders = try container.textLists(.multiValueHeaders)
        queryStringParameters = try container.texts(.queryStringParameters)
        multiValueQueryStringParameters = try container.textLists(.multiValueQueryStringParameters)
        pathParameters = try container.texts(.pathParameters)
        stageVariables = try container.texts(.stageVariables)
        requestContext = try container.decodeIfPresent(
            APIGatewayRequest.Context.self, forKey: .requestContext)
    }

    /// The first value of a header, whatever the case of its name: the one that the function is given by
    /// ``APIGatewayRequest/header(_:)``.
    public func header(_ name: String) -> String? {
        value(of: name, in: multiValueHeaders)?.first ?? value(of: name, in: headers)
    }
}
