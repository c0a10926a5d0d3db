/// The address of an MQTT broker: `mqtt://host`, `mqtts://name:password@host:8883`.
struct MQTTAddress: Equatable, Sendable {
    let isSecure: Bool
    let host: String
    let port: Int
    let name: String?
    let password: String?

    /// nil for what is no such address. The ports are 1883 and, over TLS, 8883 where none is given (IANA).
    init?(_ text: String) {
        let schemes = ["mqtt://": false, "mqtts://": true]
        guard let (scheme, isSecure) = schemes.first(where: { text.hasPrefix($0.key) }) else { return nil }
        self.isSecure = isSecure
        var rest = text.dropFirst(scheme.count)
        if rest.last == "/" { rest = rest.dropLast() }
        // A password may hold an @ itself.
        if let at = rest.lastIndex(of: "@") {
            let parts = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            name = parts.first.map(String.init)
            password = parts.count > 1 ? String(parts[1]) : nil
            rest = rest[rest.index(after: at)...]
        } else {
            name = nil
            password = nil
        }
        var port = isSecure ? 8883 : 1883
        var host = rest
        if let colon = rest.lastIndex(of: ":"), !rest.hasSuffix("]") {
            guard let number = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(number) else {
                return nil
            }
            port = number
            host = rest[..<colon]
        }
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.contains("/") else { return nil }
        self.host = String(host)
        self.port = port
    }
}
