package import AWSClients
package import RollcallMessages

/// A message of the result queue, as received.
package struct ReceivedResult: Hashable, Sendable {
    /// The message's id, the same in every delivery.
    package let messageID: String

    /// What to delete this delivery with.
    package let receipt: String

    /// The text as it was on the queue.
    package let body: String

    /// The result, or why the text is not a result.
    package let result: Result<RecognitionResult, EventError>

    /// Reads a message.
    package init(_ message: SQSMessage) {
        messageID = message.messageID
        receipt = message.receiptHandle
        body = message.body
        result = Result { () throws(EventError) in
            try MessageCoding.decode(RecognitionResult.self, from: [UInt8](message.body.utf8))
        }
    }
}
