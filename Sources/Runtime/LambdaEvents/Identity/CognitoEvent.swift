public import WireFormats

/// What an Amazon Cognito user pool sends to a trigger, and what it takes as the answer: the same event with its
/// response filled in (Amazon Cognito Developer Guide, "Customizing user pool workflows with Lambda triggers").
///
/// ```swift
/// struct Confirm: JSONLambdaHandler {
///     func handle(_ event: CognitoEvent, context: LambdaContext) async throws -> CognitoEvent {
///         var event = event
///         if event.trigger == .preSignUp { event.response["autoConfirmUser"] = .boolean(true) }
///         return event
///     }
/// }
/// ```
///
/// A handler that throws denies what was asked for, and the error's message is shown to the user.
public struct CognitoEvent: Codable, Sendable {
    /// The kinds of triggers: what stands before the underscore of ``triggerSource``.
    public enum Trigger: String, Sendable, CaseIterable {
        /// Before a user is made. Answer `autoConfirmUser`, `autoVerifyEmail`, `autoVerifyPhone`.
        case preSignUp = "PreSignUp"
        /// After a user is confirmed.
        case postConfirmation = "PostConfirmation"
        /// Before a user's password is checked.
        case preAuthentication = "PreAuthentication"
        /// After a user has signed in.
        case postAuthentication = "PostAuthentication"
        /// Before tokens are made. Answer `claimsOverrideDetails` or `claimsAndScopeOverrideDetails`.
        case tokenGeneration = "TokenGeneration"
        /// Before a message is sent. Answer `smsMessage`, `emailMessage`, `emailSubject`.
        case customMessage = "CustomMessage"
        /// Which challenge comes next. Answer `challengeName`, `issueTokens`, `failAuthentication`.
        case defineAuthChallenge = "DefineAuthChallenge"
        /// What a challenge asks. Answer `publicChallengeParameters`, `privateChallengeParameters`,
        /// `challengeMetadata`.
        case createAuthChallenge = "CreateAuthChallenge"
        /// Whether an answer to a challenge is right. Answer `answerCorrect`.
        case verifyAuthChallengeResponse = "VerifyAuthChallengeResponse"
        /// A user who is not in the pool yet. Answer `userAttributes` and `finalUserStatus`.
        case userMigration = "UserMigration"
        /// A message that the function sends itself, by email.
        case customEmailSender = "CustomEmailSender"
        /// A message that the function sends itself, by SMS.
        case customSMSSender = "CustomSMSSender"
    }

    /// With what the application asked.
    public struct CallerContext: Codable, Sendable {
        /// The AWS SDK and its version.
        public var awsSdkVersion: String?
        /// The application's client.
        public var clientId: String?
    }

    /// The form's version.
    public var version: String
    /// The trigger and its occasion, for instance `PreSignUp_AdminCreateUser`.
    public var triggerSource: String
    /// The pool's region.
    public var region: String
    /// The pool.
    public var userPoolId: String
    /// The user's name.
    public var userName: String?
    /// With what the application asked.
    public var callerContext: CallerContext
    /// What is asked; its fields differ by trigger. See ``userAttributes``.
    public var request: [String: JSONValue]
    /// What is answered; its fields differ by trigger.
    public var response: [String: JSONValue]

    private enum CodingKeys: String, CodingKey {
        case version, triggerSource, region, userPoolId, userName, callerContext, request, response
    }

    /// Reads an event. Only ``triggerSource`` and ``userPoolId`` have to be there.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        // Older triggers write a number.
        version = try container.decodeIfPresent(JSONValue.self, forKey: .version)?.text ?? "1"
        triggerSource = try container.decode(String.self, forKey: .triggerSource)
        region = try container.decodeIfPresent(String.self, forKey: .region) ?? ""
        userPoolId = try container.decode(String.self, forKey: .userPoolId)
        userName = try container.decodeIfPresent(String.self, forKey: .userName)
        callerContext =
            try container.decodeIfPresent(CallerContext.self, forKey: .callerContext) ?? CallerContext()
        request = try container.decodeIfPresent([String: JSONValue].self, forKey: .request) ?? [:]
        response = try container.decodeIfPresent([String: JSONValue].self, forKey: .response) ?? [:]
    }

    /// The trigger; nil where it is one that is not listed here.
    public var trigger: Trigger? {
        Trigger(rawValue: String(triggerSource.prefix { $0 != "_" }))
    }

    /// The user's attributes, for instance `email`.
    public var userAttributes: [String: String] {
        (request["userAttributes"]?.object ?? [:]).compactMapValues(\.text)
    }

    /// What the application says to the trigger.
    public var clientMetadata: [String: String] {
        (request["clientMetadata"]?.object ?? [:]).compactMapValues(\.text)
    }
}
