import WireFormats

/// Why a server that demands a client certificate refused the connection, by its TLS alert (RFC 8446, section 6.2).
package enum CertificateProblem: String, Sendable, Hashable, CaseIterable {
    /// It is past its end, by the server's clock.
    case expired = "CertificateExpired"
    /// None was shown.
    case missing = "CertificateRequired"
    /// It has been revoked.
    case revoked = "CertificateRevoked"
    /// Somebody whom the server does not trust has signed it.
    case unknownAuthority = "CertificateFromUnknownAuthority"
    /// The server does not say more.
    case refused = "CertificateRefused"

    /// nil where curl's message tells of no alert about the client's certificate.
    init?(message: String) {
        let message = message.lowercased()
        // What libcurl says where the server's own certificate is right and its alert is "certificate expired", in
        // TLS 1.2.
        if message == "ssl certificate verification failed" {
            self = .expired
            return
        }
        guard message.includes("alert") else { return nil }
        switch message {
        case _ where message.includes("certificate expired"): self = .expired
        case _ where message.includes("certificate required"): self = .missing
        case _ where message.includes("certificate revoked"): self = .revoked
        case _ where message.includes("unknown ca"): self = .unknownAuthority
        // TLS 1.2 has no alert for a certificate that is missing.
        case _
        where message.includes("certificate") || message.includes("handshake failure")
            || message.includes("access denied") || message.includes("decrypt error"):
            self = .refused
        default: return nil
        }
    }

    var advice: String {
        switch self {
        case .expired:
            "Provision the device again: its certificate has ended. If it has not, set this machine's clock"
        case .missing: "Name the device's certificate and key, as PEM files"
        case .revoked: "Provision the device again: its certificate has been revoked"
        case .unknownAuthority: "Use the certificate that was made for this device in this account"
        case .refused:
            "Check that the certificate is the device's own, active, and registered in this account and region"
        }
    }
}

extension AWSError {
    /// What is wrong with the device's certificate; nil where the error has another cause.
    package var certificateProblem: CertificateProblem? {
        kind == .credentials ? code.flatMap { CertificateProblem(rawValue: $0) } : nil
    }
}
