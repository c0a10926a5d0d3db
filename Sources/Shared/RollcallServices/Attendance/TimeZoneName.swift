internal import Glibc
internal import WireFormats

/// The school's time zone: a name of the IANA database, such as `Europe/Berlin`, or a rule in POSIX's form, such as
/// `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX.1-2017, "Environment Variables", `TZ`).
package struct TimeZoneName: Sendable, Hashable {
    /// The name or rule, as it was given.
    package let text: String

    /// Where the C library looks zones up, unless `TZDIR` says otherwise ("tzset", Linux manual page).
    private static let folder = "/usr/share/zoneinfo"

    /// A zone of this name or rule; nil where there is none, since the C library would silently take UTC for it.
    package init?(_ text: String) {
        guard Self.isRule(text) || Self.isInDatabase(text) else { return nil }
        self.text = text
    }

    /// Makes it the process's time zone. Call it before the process has a second thread: the C library keeps the zone
    /// in the environment.
    package func use() {
        setenv("TZ", text, 1)
        tzset()
    }

    private static func isInDatabase(_ name: String) -> Bool {
        let isClean = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || (0x2b...0x39).contains(byte)
                || byte == UInt8(ascii: "_")
        }
        guard isClean, !name.isEmpty, !name.hasPrefix("/"), !name.includes("..") else { return false }
        return access((getenv("TZDIR").map { String(cString: $0) } ?? folder) + "/" + name, R_OK) == 0
    }

    /// Whether the text has the form of a rule: a name of three letters or more, or in angle brackets, and an offset.
    private static func isRule(_ text: String) -> Bool {
        guard text.utf8.count <= 128, text.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            return false
        }
        var rest = text.utf8[...]
        if rest.first == UInt8(ascii: "<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[rest.index(after: end)...]
        } else {
            let name = rest.prefix { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) }
            guard name.count >= 3 else { return false }
            rest = rest.dropFirst(name.count)
        }
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            rest = rest.dropFirst()
        }
        guard let digit = rest.first else { return false }
        return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
    }
}
