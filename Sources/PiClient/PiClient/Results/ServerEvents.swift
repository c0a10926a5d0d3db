/// Takes server-sent events apart ("Server-sent events", HTML Living Standard), as far as the page sends them: each has
/// its kind and one line of data.
struct ServerEvents {
    struct Event: Equatable {
        let kind: String
        let data: String
    }

    private var pending: [UInt8] = []
    private var kind = ""
    private var data: String?

    /// More is no event of the page.
    private static let maximumBytes = 4 << 20

    /// The events that are complete with these bytes; nil if a line is too long for one.
    mutating func take(_ bytes: some Sequence<UInt8>) -> [Event]? {
        pending += bytes
        var events: [Event] = []
        var rest = pending[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            if let event = take(line: String(decoding: rest[..<end], as: UTF8.self)) { events.append(event) }
            rest = rest[(end + 1)...]
        }
        guard rest.count <= Self.maximumBytes else { return nil }
        pending = Array(rest)
        return events
    }

    /// An empty line ends an event.
    private mutating func take(line: String) -> Event? {
        if line.hasPrefix("event: ") { kind = String(line.dropFirst("event: ".count)) }
        if line.hasPrefix("data: ") { data = String(line.dropFirst("data: ".count)) }
        guard line.isEmpty else { return nil }
        defer { (kind, data) = ("", nil) }
        return data.map { Event(kind: kind, data: $0) }
    }
}
