/// Keeps web pages away from what runs on this machine.
///
/// A page that somebody looks at may send requests to 127.0.0.1, and what is invoked there has that person's AWS
/// keys. A browser says whose page it is in `Origin` and `Sec-Fetch-Site` (W3C, "Fetch Metadata Request Headers"),
/// and a name that was made to point at 127.0.0.1 (DNS rebinding) shows in `Host`. No AWS SDK, and neither `curl` nor
/// the `aws` command, sends any of that.
package enum CallerCheck {
    /// The refusal of a request that a page of elsewhere sent; nil for any other request.
    package static func refusal(of request: HTTPRequest) -> HTTPAnswer? {
        if let host = request.header("Host"), !isLocal(authority: host) {
            return refusal("the host \(host)")
        }
        for origin in request.headers where origin.name.lowercased() == "origin" {
            guard let scheme = ["http://", "https://"].first(where: origin.value.hasPrefix),
                isLocal(authority: String(origin.value.dropFirst(scheme.count)))
            else { return refusal("the origin \(origin.value)") }
        }
        if request.header("Sec-Fetch-Site")?.lowercased() == "cross-site" {
            return refusal("a page of another site")
        }
        return nil
    }

    private static func refusal(_ caller: String) -> HTTPAnswer {
        let shown = String(caller.unicodeScalars.filter { $0.value >= 0x20 && $0.isASCII }.prefix(200))
        return HTTPAnswer(
            403,
            text: "Refused: this server answers programs on this machine, not \(shown). "
                + "Ask for 127.0.0.1, and from no web page.")
    }

    /// Whether a host, perhaps with a port, is this machine's loopback.
    private static func isLocal(authority: String) -> Bool {
        var host = authority.lowercased()[...]
        if host.hasPrefix("[") {
            return host.hasPrefix("[::1]") && isPort(host.dropFirst("[::1]".count))
        }
        if let colon = host.firstIndex(of: ":") {
            guard isPort(host[colon...]) else { return false }
            host = host[..<colon]
        }
        if host == "localhost" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8($0) != nil }
    }

    /// Nothing, or a colon and a number.
    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || (text.first == ":" && UInt16(text.dropFirst()) != nil)
    }
}

extension String {
    fileprivate init(_ scalars: some Sequence<Unicode.Scalar>) {
        var view = UnicodeScalarView()
        view.append(contentsOf: scalars)
        self = String(view)
    }
}
