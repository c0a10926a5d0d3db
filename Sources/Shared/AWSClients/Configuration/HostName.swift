import Glibc

/// What a host is to this machine, judged by its labels or its address and not by how its name begins:
/// `127.example.com` and
/// `localhost-files.s3.amazonaws.com` are elsewhere.
struct HostName: Sendable, Hashable {
    private let name: String
    /// Four or sixteen bytes where the host is an IP address.
    private let address: [UInt8]?

    /// - Parameter host: as in a URL: an IPv6 address in its brackets.
    init(_ host: some StringProtocol) {
        name = host.lowercased()
        address = Self.address(name)
    }

    /// The host of an authority, which may have a port.
    init(authority: String) {
        let bracket = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
        let end = bracket.map { authority.index(after: $0) } ?? authority.firstIndex(of: ":")
        self.init(authority[..<(end ?? authority.endIndex)])
    }

    /// Whether it is this machine itself (RFC 1122, section 3.2.1.3; RFC 4291, section 2.5.3).
    var isLoopback: Bool {
        guard let address else { return name == "localhost" }
        return address.count == 4 ? address[0] == 127 : address == Array(repeating: 0, count: 15) + [1]
    }

    /// Whether it is on this machine's link: AWS's metadata services are there.
    var isLinkLocal: Bool {
        guard let address else { return false }
        return address.count == 4
            ? address.starts(with: [169, 254]) : address.starts(with: [0xfd, 0, 0x0e, 0xc2])
    }

    private static func address(_ name: String) -> [UInt8]? {
        let isBracketed = name.hasPrefix("[") && name.hasSuffix("]")
        var bytes = [UInt8](repeating: 0, count: isBracketed ? 16 : 4)
        let text = isBracketed ? String(name.dropFirst().dropLast()) : name
        guard inet_pton(isBracketed ? AF_INET6 : AF_INET, text, &bytes) == 1 else { return nil }
        return bytes
    }
}
