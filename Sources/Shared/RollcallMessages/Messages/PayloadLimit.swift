/// How much an invocation can carry (AWS: "Lambda quotas", AWS Lambda Developer Guide).
package enum PayloadLimit {
    /// The largest event of an `Event` invocation, in bytes.
    package static let asynchronous = 1 << 20
    /// The largest event, and the largest answer, of a `RequestResponse` invocation, in bytes.
    package static let synchronous = 6 << 20

    /// The largest event of an invocation whose answer is awaited, or not, in bytes.
    package static func event(awaitsAnswer: Bool) -> Int { awaitsAnswer ? synchronous : asynchronous }

    /// What an event's other fields may take.
    private static let margin = 16 << 10

    /// How many bytes fit into an event as base64, which writes three bytes in four.
    package static func binaryBytes(within limit: Int) -> Int {
        max(0, limit - margin) / 4 * 3
    }
}
