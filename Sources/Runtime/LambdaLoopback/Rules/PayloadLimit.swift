/// How large payloads may be, in bytes (AWS Lambda Developer Guide, "Lambda quotas").
package enum PayloadLimit {
    /// The answer of a function: 6 MiB and 100 bytes, measured with AWS's Runtime Interface Emulator: 6,291,556 bytes
    /// are taken, one more is refused.
    package static let response = 6_291_556
    /// The event of an invoker that waits: 6 MiB, which is what the service's own message names.
    package static let synchronous = 6 << 20
    /// The event of an invoker that does not wait: 1 MiB, 256 KiB until October 2025.
    package static let asynchronous = 1 << 20
}
