/// One piece of work out of an event, or the reason why it cannot be worked on.
package struct WorkItem<Request: Hashable & Sendable>: Hashable, Sendable {
    /// The SQS message that it came in, or nil.
    package var messageID: String?

    /// What to do.
    package var request: Result<Request, EventError>

    /// One piece of work.
    package init(messageID: String? = nil, request: Result<Request, EventError>) {
        self.messageID = messageID
        self.request = request
    }
}
