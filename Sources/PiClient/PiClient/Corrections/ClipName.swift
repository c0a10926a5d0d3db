import Glibc
import RollcallMessages

/// Which clip a person means: by its key, or by the time that `rollcall run` shows in front of its result.
struct ClipName: Equatable, Sendable {
    /// The clip's S3 key.
    let key: String

    /// - Parameters:
    ///   - text: A key, such as `lab/1700000000000.h264`, or a time of the last 24 hours, `14:03:05.123`.
    ///   - device: Whose clip it is, if it is a time.
    ///   - now: The time now, in Unix milliseconds.
    init(_ text: String, device: String, now: Int64) {
        key =
            Self.latest(text, before: now).map {
                ClipIdentity(device: device.isEmpty ? nil : device, timestamp: $0).clipKey
            } ?? text
    }

    /// The last time at which a clock showed `H:MM:SS.mmm`, in Unix milliseconds; nil if the text is not a time.
    private static func latest(_ text: String, before now: Int64) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 3, let hour = Int32(parts[0]), let minute = Int32(parts[1]) else { return nil }
        let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard seconds.count == 2, seconds[1].utf8.count == 3, let second = Int32(seconds[0]),
            let milliseconds = Int64(seconds[1]), (0..<24).contains(hour), (0..<60).contains(minute),
            (0..<61).contains(second), milliseconds >= 0
        else { return nil }
        for daysAgo in 0...1 as ClosedRange<Int32> {
            var today = time_t(now / 1000)
            var local = tm()
            localtime_r(&today, &local)
            local.tm_mday -= daysAgo
            (local.tm_hour, local.tm_min, local.tm_sec) = (hour, minute, second)
            // Whether clocks were put forward is for the system to find out.
            local.tm_isdst = -1
            let time = Int64(mktime(&local)) * 1000 + milliseconds
            if time <= now { return time }
        }
        return nil
    }
}
