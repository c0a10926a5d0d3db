package import LambdaEvents
internal import WireFormats

/// A request of any front end, read once.
package enum AnyHTTPEvent: Decodable {
    case functionURL(FunctionURLRequest)
    case apiGateway(APIGatewayRequest)
    case loadBalancer(LoadBalancerRequest)

    private enum CodingKeys: String, CodingKey {
        case httpMethod, requestContext
    }

    private enum ContextKeys: String, CodingKey {
        case elb
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if !container.contains(.httpMethod) {
            self = .functionURL(try FunctionURLRequest(from: decoder))
            return
        }
        let context = try? container.nestedContainer(keyedBy: ContextKeys.self, forKey: .requestContext)
        self =
            context?.contains(.elb) == true
            ? .loadBalancer(try LoadBalancerRequest(from: decoder))
            : .apiGateway(try APIGatewayRequest(from: decoder))
    }

    package var event: any HTTPEvent {
        switch self {
        case .functionURL(let request): request
        case .apiGateway(let request): request
        case .loadBalancer(let request): request
        }
    }

    /// Whether the path is decoded already.
    package var isPathDecoded: Bool {
        switch self {
        case .functionURL(let request): request.isPathDecoded
        case .apiGateway(let request): request.isPathDecoded
        case .loadBalancer: false
        }
    }

    /// The answer in the form of the front end. Text is sent as it is, all else as Base64.
    package func encode(_ reply: HTTPReply) throws -> [UInt8] {
        let values = reply.valuesByName
        let cookies = reply.allCookies
        let text = String(validating: reply.body, as: UTF8.self)
        switch self {
        case .functionURL:
            let headers = values.mapValues { $0.joined(separator: ",") }
            return try JSON.encode(
                text.map {
                    FunctionURLResponse(
                        statusCode: reply.status, headers: headers, cookies: cookies, text: $0)
                }
                    ?? FunctionURLResponse(
                        statusCode: reply.status, headers: headers, cookies: cookies, bytes: reply.body)
            )
        case .apiGateway:
            var response =
                text.map { APIGatewayResponse(statusCode: reply.status, cookies: cookies, text: $0) }
                ?? APIGatewayResponse(statusCode: reply.status, cookies: cookies, bytes: reply.body)
            response.multiValueHeaders.merge(values) { $0 + $1 }
            return try JSON.encode(response)
        case .loadBalancer(let request):
            var values = values
            if !cookies.isEmpty { values["Set-Cookie"] = cookies }
            return try JSON.encode(
                text.map {
                    LoadBalancerResponse(to: request, statusCode: reply.status, headers: values, text: $0)
                }
                    ?? LoadBalancerResponse(
                        to: request, statusCode: reply.status, headers: values, bytes: reply.body))
        }
    }
}
