import WireFormats

/// A moment as signatures write it: `20150830T123600Z`.
struct SigningTime: Sendable, Hashable {
    /// The whole form, in UTC.
    let timestamp: String

    /// The day alone, as in the credential scope.
    var day: Substring { timestamp.prefix(8) }

    init(_ date: UnixTime) {
        timestamp = date.iso8601(.basic)
    }
}
