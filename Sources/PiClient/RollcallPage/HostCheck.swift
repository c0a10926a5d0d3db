/// By which names browsers may call the page. Without this, a site whose name is made to lead to this machine could
/// read it (DNS rebinding).
struct HostCheck: Sendable {
    private let names: Set<String>

    init(_ settings: PageSettings) {
        var names = Set(settings.hosts.map { $0.lowercased() })
        names.formUnion(["localhost", "127.0.0.1", "::1"])
        if settings.address != "0.0.0.0", settings.address != "::" {
            names.insert(settings.address.lowercased())
        }
        self.names = names
    }

    /// Whether a `Host` header, of a name and perhaps a port, names the page. Addresses in numbers cannot be made to
    /// lead anywhere else.
    func allows(_ host: String?) -> Bool {
        guard let host = host?.lowercased(), !host.isEmpty else { return false }
        let name: Substring
        if host.hasPrefix("[") {
            guard let end = host.firstIndex(of: "]") else { return false }
            name = host[host.index(after: host.startIndex)..<end]
            return names.contains(String(name)) || name.allSatisfy { $0.isHexDigit || $0 == ":" }
        }
        name = host.prefix { $0 != ":" }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return names.contains(String(name)) || parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
