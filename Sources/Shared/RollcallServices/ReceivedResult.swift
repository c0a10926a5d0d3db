public import AWSClients
public import RollcallMessages

/// A message of the result queue, as received.
public struct ReceivedResult: Hashable, Sendable {
    /// The message's id, the same in every delivery.
    public let messageID: String

    /// What to delete this delivery with.
    public let receipt: String

    /// The text as it was on the queue.
    public let body: String

    /// The result, or why the text is none.
    public let result: Result<RecognitionResult, EventError>

    /// Reads a message.
    public init(_ message: SQSMessage) {
        messageID = message.messageID
        receipt = message.receiptHandle
        body = message.body
        result = Result { () throws(EventError) in
            try MessageCoding.decode(RecognitionResult.self, from: [UInt8](message.body.utf8))
        }
    }
}
