/// Amazon Simple Notification Service ("Amazon Simple Notification Service API Reference").
package struct SNSClient: Sendable {
    private let session: AWSSession

    /// - Parameter session: signs and sends.
    package init(session: AWSSession) {
        self.session = session
    }

    /// Sends a message to all who are subscribed to a topic ("Publish").
    ///
    /// - Parameters:
    ///   - message: the text, 256 KiB at most.
    ///   - subject: the subject of e-mails: ASCII of one line, of which the first 100 characters are sent.
    ///   - topic: the topic's ARN.
    package func publish(_ message: String, subject: String, to topic: String) async throws(AWSError) {
        let subject = subject.unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.prefix(100)
        _ = try await session.query(
            .sns, version: "2010-03-31", "Publish", on: topic,
            [
                ("TopicArn", topic), ("Message", message),
                ("Subject", String(String.UnicodeScalarView(subject))),
            ])
    }
}
