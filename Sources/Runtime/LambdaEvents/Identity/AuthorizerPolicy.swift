public import WireFormats

/// Whether a caller may invoke a method: the answer of a Lambda authorizer (Amazon API Gateway Developer Guide,
/// "Output from an API Gateway Lambda authorizer"; of an HTTP API, format 1.0).
public struct AuthorizerPolicy: Encodable, Sendable {
    /// May or may not.
    public enum Effect: String, Encodable, Sendable {
        /// The caller may.
        case allow = "Allow"
        /// The caller may not: 403.
        case deny = "Deny"
    }

    /// The policy's document.
    struct Document: Encodable, Sendable {
        struct Statement: Encodable, Sendable {
            var action = "execute-api:Invoke"
            var effect: Effect
            var resource: [String]

            enum CodingKeys: String, CodingKey {
                case action = "Action"
                case effect = "Effect"
                case resource = "Resource"
            }
        }

        var version = "2012-10-17"
        var statement: [Statement]

        enum CodingKeys: String, CodingKey {
            case version = "Version"
            case statement = "Statement"
        }
    }

    /// Who the caller is.
    public var principalId: String
    /// What the method's integration gets: texts, numbers and booleans only.
    public var context: [String: JSONValue]
    /// The API key whose usage plan counts the request, where the API takes keys from authorizers.
    public var usageIdentifierKey: String?
    let policyDocument: Document

    /// Makes an answer.
    ///
    /// - Parameters:
    ///   - effect: whether the call may go on.
    ///   - principalID: who the caller is.
    ///   - methodARNs: what is allowed or denied: ``AuthorizerRequest/methodArn``, or a pattern with `*` that covers
    ///     all methods of the API, since API Gateway may use the answer again for other methods of the same caller.
    ///   - context: what the method's integration gets: texts, numbers and booleans only.
    public init(
        _ effect: Effect, principalID: String, methodARNs: [String], context: [String: JSONValue] = [:]
    ) {
        principalId = principalID
        self.context = context
        policyDocument = Document(statement: [.init(effect: effect, resource: methodARNs)])
    }
}
