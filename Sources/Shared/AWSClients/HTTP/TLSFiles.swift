/// The PEM files of both ends of a connection.
struct TLSFiles: Sendable, Hashable {
    /// Certificate authorities in place of the system's; nil for the system's.
    var authorities: String?
    /// Who asks, where the server wants to know: the certificate, or a chain that begins with it.
    var certificate: String?
    /// The certificate's private key.
    var key: String?
}
