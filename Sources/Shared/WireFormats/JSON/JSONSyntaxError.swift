/// The text is not JSON.
struct JSONSyntaxError: Error, CustomStringConvertible {
    /// The byte at which that is seen.
    let offset: Int
    let reason: StaticString

    var description: String { "\(reason) at byte \(offset)" }
}
