internal import WireFormats

/// What an Application Load Balancer sends (Elastic Load Balancing, "Use Lambda functions as targets of an
/// Application Load Balancer"). A target group with multi-value headers sends lists, one without them single values:
/// both are read.
public struct LoadBalancerRequest: Decodable, HTTPEvent {
    /// Where the request came in.
    public struct Context: Decodable, Sendable {
        /// The load balancer.
        public struct LoadBalancer: Decodable, Sendable {
            /// The ARN of the target group.
            public var targetGroupArn: String?
        }

        /// The load balancer.
        public var elb: LoadBalancer?
    }

    /// `GET`, `POST`, …
    public var httpMethod: String
    /// The path, not decoded.
    public var path: String
    /// Header fields by lower-case name; empty where ``multiValueHeaders`` has them.
    public var headers: [String: String]
    /// Header fields by lower-case name with all their values; empty where ``headers`` has them.
    public var multiValueHeaders: [String: [String]]
    /// Query parameters, **not** decoded: a load balancer leaves that to the function. See ``queryParameter(_:)``.
    public var queryStringParameters: [String: String]
    /// Query parameters with all their values, not decoded.
    public var multiValueQueryStringParameters: [String: [String]]
    /// Where the request came in.
    public var requestContext: Context
    /// The body; Base64 if ``isBase64Encoded`` says so.
    public var body: String?
    /// Whether ``body`` is Base64: it is for every type but text, JSON, JavaScript and XML.
    public var isBase64Encoded: Bool

    /// Whether the answer has to have multi-value headers too.
    public var hasMultiValueHeaders: Bool { !multiValueHeaders.isEmpty }

    private enum CodingKeys: String, CodingKey {
        case httpMethod, path, headers, multiValueHeaders, queryStringParameters
        case multiValueQueryStringParameters, requestContext, body, isBase64Encoded
    }

    /// Reads the request. Only ``path`` and ``httpMethod`` have to be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        httpMethod = try container.decode(String.self, forKey: .httpMethod)
        path = try container.decode(String.self, forKey: .path)
        headers = try container.texts(.headers)
        multiValueHeaders = try container.textLists(.multiValueHeaders)
        queryStringParameters = try container.texts(.queryStringParameters)
        multiValueQueryStringParameters = try container.textLists(.multiValueQueryStringParameters)
        requestContext =
            try container.decodeIfPresent(Context.self, forKey: .requestContext) ?? Context(elb: nil)
        body = try container.decodeIfPresent(String.self, forKey: .body)
        isBase64Encoded = try container.decodeIfPresent(Bool.self, forKey: .isBase64Encoded) ?? false
    }

    /// ``httpMethod``.
    public var method: String { httpMethod }

    /// The first value of a header, whatever the case of its name.
    public func header(_ name: String) -> String? {
        value(of: name, in: multiValueHeaders)?.first ?? value(of: name, in: headers)
    }

    /// The first value of a query parameter, decoded; as it came where it cannot be.
    public func queryParameter(_ name: String) -> String? {
        func decoded(_ text: String) -> String { PercentEncoding.decode(text, plusIsSpace: true) ?? text }
        if let value = multiValueQueryStringParameters[name]?.first ?? queryStringParameters[name] {
            return decoded(value)
        }
        let key = multiValueQueryStringParameters.keys.first { decoded($0) == name }
        if let key { return multiValueQueryStringParameters[key]?.first.map(decoded) }
        return queryStringParameters.first { decoded($0.key) == name }.map { decoded($0.value) }
    }
}
