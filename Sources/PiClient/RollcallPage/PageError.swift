/// Why there is no page.
package enum PageError: Error, CustomStringConvertible {
    /// Others than this machine could reach the page, and it has no password.
    case noPassword(address: String)
    /// One of certificate and key is given without the other.
    case halfCertificate
    /// The certificate or its key cannot be used.
    case certificate(reason: String)
    /// Nothing can listen at the address.
    case address(String, port: Int, reason: String)
    /// The file of the passwords cannot be used.
    case passwordFile(String, reason: String)
    /// A password is too short.
    case shortPassword(minimum: Int)

    package var description: String {
        switch self {
        case .noPassword(let address):
            "the page would be open to everybody who reaches \(address). Set a password first: rollcall page "
                + "--set-password operator."
        case .halfCertificate:
            "a certificate needs its key, and a key its certificate: set page.certificate and page.key."
        case .certificate(let reason): "the page's certificate cannot be used: \(reason)."
        case .address(let address, let port, let reason):
            "the page cannot listen at \(address), port \(port): \(reason). Choose another with --port."
        case .passwordFile(let path, let reason): "the passwords in \(path) cannot be used: \(reason)."
        case .shortPassword(let minimum): "a password has at least \(minimum) characters."
        }
    }
}
