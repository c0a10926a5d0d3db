/// The parts of an `http` or `https` URL that requests are made of.
struct URLParts: Sendable, Hashable {
    /// `http` or `https`.
    let scheme: String
    /// The host, lowercase, an IPv6 address in its brackets.
    let host: String
    /// The port where it is given and is not the scheme's own.
    let port: Int?
    /// The path without a slash at its end, as written; empty for the root.
    let path: String
    /// The query without its question mark.
    let query: String?

    /// nil for what is no such URL, or holds a user's name, white space or control characters.
    init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }), let colon = text.firstIndex(of: ":"),
            text[colon...].hasPrefix("://")
        else {
            return nil
        }
        scheme = text[..<colon].lowercased()
        guard scheme == "http" || scheme == "https" else { return nil }
        let rest = text[colon...].dropFirst(3).prefix { $0 != "#" }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard let (host, port) = Self.split(authority), !host.isEmpty else { return nil }
        self.host = host.lowercased()
        self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
        let pathAndQuery = rest[authority.endIndex...]
        var path = pathAndQuery.prefix { $0 != "?" }
        query = path.endIndex == rest.endIndex ? nil : String(rest[path.endIndex...].dropFirst())
        while path.last == "/" { path.removeLast() }
        self.path = String(path)
    }

    /// The host, and the port where it is not the scheme's own: the `Host` header.
    var authority: String { host + (port.map { ":\($0)" } ?? "") }

    var pathAndQuery: String { (path.isEmpty ? "/" : path) + (query.map { "?" + $0 } ?? "") }

    var isLoopback: Bool { HostName(host).isLoopback }

    private static func split(_ authority: Substring) -> (host: Substring, port: Int?)? {
        guard !authority.contains("@") else { return nil }
        let hostEnd =
            authority.hasPrefix("[")
            ? authority.firstIndex(of: "]").map { authority.index(after: $0) }
            : authority.firstIndex(of: ":") ?? authority.endIndex
        guard let hostEnd else { return nil }
        let rest = authority[hostEnd...]
        if rest.isEmpty { return (authority[..<hostEnd], nil) }
        guard rest.first == ":", let port = Int(rest.dropFirst()), (1...65_535).contains(port) else {
            return nil
        }
        return (authority[..<hostEnd], port)
    }
}
