/// One piece of work out of an event, or the reason why it cannot be worked on.
public struct WorkItem<Request: Hashable & Sendable>: Hashable, Sendable {
    /// The SQS message that it came in, or nil.
    public var messageID: String?

    /// What to do.
    public var request: Result<Request, EventError>

    /// One piece of work.
    public init(messageID: String? = nil, request: Result<Request, EventError>) {
        self.messageID = messageID
        self.request = request
    }
}
