/// What an event may leave out.
package struct EventDefaults: Sendable {
    static let userInfoKey = CodingUserInfoKey(rawValue: "rollcall.eventDefaults")

    /// The bucket of an event that names none; nil if there is no default.
    package var bucket: String?

    /// The route of an event that names none.
    package var route: Route

    /// The time to take where an event has none, in Unix milliseconds.
    package var receivedAt: Int64

    /// What an event may leave out.
    package init(bucket: String? = nil, route: Route = .default, receivedAt: Int64 = WallClock.now()) {
        self.bucket = bucket
        self.route = route
        self.receivedAt = receivedAt
    }

    init(_ decoder: any Decoder) {
        self = Self.userInfoKey.flatMap { decoder.userInfo[$0] } as? EventDefaults ?? EventDefaults()
    }
}
