import Glibc
import RollcallServices

/// Does something in a school's time zone. A process has one: tests run one after the other.
func inZone<Result>(_ name: String, _ work: () throws -> Result) rethrows -> Result {
    let earlier = getenv("TZ").map { String(cString: $0) }
    TimeZoneName(name)?.use()
    defer {
        if let earlier { setenv("TZ", earlier, 1) } else { unsetenv("TZ") }
        tzset()
    }
    return try work()
}
