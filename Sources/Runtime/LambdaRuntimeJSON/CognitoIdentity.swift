/// The Amazon Cognito identity with which a mobile application invoked a function (AWS Lambda Developer Guide,
/// "Using the Lambda runtime API for custom runtimes", `Lambda-Runtime-Cognito-Identity`).
public struct CognitoIdentity: Decodable, Sendable, Equatable {
    /// The identity.
    public var identityID: String?
    /// The pool that the identity belongs to.
    public var identityPoolID: String?

    private enum CodingKeys: String, CodingKey {
        case identityID = "cognitoIdentityId"
        case identityPoolID = "cognitoIdentityPoolId"
    }
}
