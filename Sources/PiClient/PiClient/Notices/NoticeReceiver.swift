/// Somebody who is told of notices.
protocol NoticeReceiver: Sendable {
    /// What it is called in messages and on disk: `webhook`, `topic`, `broker`.
    var name: String { get }

    /// Tells a notice.
    ///
    /// - Throws: `NoticeFailure`.
    func tell(_ notice: Notice) async throws(NoticeFailure)

    /// Ends its connections.
    func end() async
}

/// A notice that did not arrive.
struct NoticeFailure: Error, Equatable, CustomStringConvertible {
    /// Whether the same notice may arrive another time.
    let isWorthAnother: Bool
    let description: String
}
