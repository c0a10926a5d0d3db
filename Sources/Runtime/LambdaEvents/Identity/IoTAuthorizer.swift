internal import WireFormats

/// What AWS IoT Core sends to a custom authorizer (AWS IoT Core Developer Guide, "Defining your Lambda function").
/// Answer with an ``IoTAuthorization``. (A rule of AWS IoT Core sends what its SQL statement selects: a type of your
/// own.)
public struct IoTAuthorizerRequest: Decodable, Sendable {
    /// What came with the connection's protocol.
    public struct ProtocolData: Decodable, Sendable {
        /// Of the TLS handshake.
        public struct TLS: Decodable, Sendable {
            /// The name of the server that the device asked for.
            public var serverName: String?
        }

        /// Of an HTTP request.
        public struct HTTP: Decodable, Sendable {
            /// Header fields.
            public var headers: [String: String]?
            /// The query.
            public var queryString: String?
        }

        /// Of an MQTT connection.
        public struct MQTT: Decodable, Sendable {
            /// The user name.
            public var username: String?
            /// The password, in Base64.
            public var password: Base64Text?
            /// The client's id.
            public var clientId: String?
        }

        /// Of the TLS handshake.
        public var tls: TLS?
        /// Of an HTTP request.
        public var http: HTTP?
        /// Of an MQTT connection.
        public var mqtt: MQTT?
    }

    /// About the connection.
    public struct ConnectionMetadata: Decodable, Sendable {
        /// The connection's id, for logs.
        public var id: String?
    }

    /// The token, where the authorizer checks signatures.
    public var token: String?
    /// Whether AWS IoT has checked the token's signature.
    public var signatureVerified: Bool?
    /// `tls`, `http`, `mqtt`.
    public var protocols: [String]?
    /// What came with the connection's protocol.
    public var protocolData: ProtocolData?
    /// About the connection.
    public var connectionMetadata: ConnectionMetadata?
}

/// Text that is Base64, which need not be valid.
public struct Base64Text: Decodable, Sendable, Hashable {
    /// The text as it came.
    public var text: String

    /// Reads a string.
    public init(from decoder: any Decoder) throws {
        text = try decoder.singleValueContainer().decode(String.self)
    }

    /// The bytes; nil where the text is not Base64.
    public var bytes: [UInt8]? { Base64.decode(text) }
}

/// Whether a device may connect, and what it may do then.
public struct IoTAuthorization: Encodable, Sendable {
    /// Whether the device is who it says it is.
    public var isAuthenticated: Bool
    /// Who it is: letters and digits only, 1 to 128.
    public var principalId: String
    /// After so many seconds the connection ends: 300 to 86400.
    public var disconnectAfterInSeconds: Int
    /// After so many seconds the policies are asked for again: 300 to 86400.
    public var refreshAfterInSeconds: Int
    /// Policies of AWS Identity and Access Management: JSON text, at most 10.
    public var policyDocuments: [String]

    /// Makes an answer.
    public init(
        isAuthenticated: Bool, principalID: String, policyDocuments: [String] = [],
        disconnectAfterSeconds: Int = 86_400, refreshAfterSeconds: Int = 300
    ) {
        self.isAuthenticated = isAuthenticated
        principalId = principalID
        self.policyDocuments = policyDocuments
        disconnectAfterInSeconds = disconnectAfterSeconds
        refreshAfterInSeconds = refreshAfterSeconds
    }
}
