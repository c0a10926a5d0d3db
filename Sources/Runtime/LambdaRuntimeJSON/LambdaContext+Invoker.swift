public import LambdaRuntime
internal import WireFormats

extension LambdaContext {
    /// What the invoker's mobile SDK says about its application and device; nil when nothing came, or
    /// something that has not its form (see `clientContextJSON`).
    public var clientContext: ClientContext? { decode(clientContextJSON) }

    /// The Amazon Cognito identity that invoked the function; nil when nothing came, or something that has not
    /// its form (see `cognitoIdentityJSON`).
    public var cognitoIdentity: CognitoIdentity? { decode(cognitoIdentityJSON) }

    private func decode<Value: Decodable>(_ json: String?) -> Value? {
        json.flatMap { try? JSON.decode(Value.self, from: Array($0.utf8)) }
    }
}
