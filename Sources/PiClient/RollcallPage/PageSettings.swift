/// Where the page is, and who may see it.
package struct PageSettings: Sendable, Equatable {
    /// The address at which it listens, such as `127.0.0.1` or `0.0.0.0`.
    package var address: String
    /// The port; 0 for any that is free.
    package var port: Int
    /// A file with the certificate and those that it builds on, in PEM; nil without TLS.
    package var certificate: String?
    /// A file with the certificate's private key, in PEM.
    package var key: String?
    /// Further names by which browsers may call the page.
    package var hosts: [String]
    /// The file of the passwords' hashes.
    package var passwordFile: String

    /// Where the page is, and who may see it.
    package init(
        address: String, port: Int, certificate: String?, key: String?, hosts: [String], passwordFile: String
    ) {
        self.address = address
        self.port = port
        self.certificate = certificate
        self.key = key
        self.hosts = hosts
        self.passwordFile = passwordFile
    }

    /// Whether only this machine can reach the page.
    package var isLoopback: Bool { Self.isLoopback(address) }

    static func isLoopback(_ address: String) -> Bool {
        address == "localhost" || address == "::1" || address == "[::1]"
            || address.split(separator: ".", omittingEmptySubsequences: false).map(String.init).isLoopback
    }
}

extension [String] {
    /// Whether they are the parts of an IPv4 address of 127.0.0.0/8 (RFC 1122, section 3.2.1.3).
    fileprivate var isLoopback: Bool {
        count == 4 && first == "127" && allSatisfy { UInt8($0) != nil }
    }
}
