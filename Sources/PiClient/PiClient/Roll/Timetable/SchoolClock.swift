import Glibc
import RollcallServices

/// By which clock a time is meant.
enum SchoolClock {
    case school
    case universal

    /// The clock of a time zone's name in an iCalendar file (`TZID`); nil for zones whose clock differs from the
    /// school's, which is the process's.
    init?(zone name: String) {
        let name = name.hasPrefix("/") ? String(name.dropFirst()) : name
        guard TimeZoneName(name) != nil, let rule = Self.rule(ofZone: name) else { return nil }
        if rule == Self.schoolRule {
            self = .school
        } else if ["UTC0", "GMT0", "<UTC>0"].contains(rule) {
            self = .universal
        } else {
            return nil
        }
    }

    /// The rule of the process's zone ("tzset", Linux manual page).
    private static var schoolRule: String? {
        guard let zone = getenv("TZ").map({ String(cString: $0) }), !zone.isEmpty else {
            return rule(ofFile: "/etc/localtime") ?? "UTC0"
        }
        return rule(ofZone: zone.hasPrefix(":") ? String(zone.dropFirst()) : zone)
    }

    /// The rule, such as `CET-1CEST,M3.5.0,M10.5.0/3`, of a name of the IANA database, or of what is such a rule
    /// itself.
    private static func rule(ofZone name: String) -> String? {
        let folder = getenv("TZDIR").map { String(cString: $0) } ?? "/usr/share/zoneinfo"
        return rule(ofFile: folder + "/" + name) ?? name
    }

    /// The rule that holds from now on, the last line of a file of the database (RFC 8536, section 3.3).
    private static func rule(ofFile path: String) -> String? {
        guard let bytes = try? FileBytes.read(path, atMost: 1 << 16), bytes.starts(with: Array("TZif".utf8))
        else {
            return nil
        }
        return bytes.split(separator: 0x0a).last.map { String(decoding: $0, as: UTF8.self) }
    }
}
