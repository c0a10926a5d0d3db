/// The certificate by which a client has proven who it is, to a custom domain with mutual TLS (Amazon API Gateway
/// Developer Guide, "How to turn on mutual TLS authentication for your REST APIs in API Gateway").
public struct ClientCertificate: Decodable, Sendable {
    /// From when until when a certificate counts.
    public struct Validity: Decodable, Sendable {
        /// Its beginning, for instance `May 28 12:30:02 2019 GMT`.
        public var notBefore: String?
        /// Its end, in the same form.
        public var notAfter: String?
    }

    /// The certificate itself, in PEM.
    public var clientCertPem: String?
    /// The distinguished name of the client.
    public var subjectDN: String?
    /// The distinguished name of who issued it.
    public var issuerDN: String?
    /// The serial number: hexadecimal bytes with colons between.
    public var serialNumber: String?
    /// From when until when it counts.
    public var validity: Validity?
}
