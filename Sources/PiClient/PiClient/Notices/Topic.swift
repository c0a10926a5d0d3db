import AWSClients

/// Publishes notices to an SNS topic, which sends them on as e-mail, text message or call.
struct Topic: NoticeReceiver {
    let name = "topic"
    private let client: SNSClient
    private let arn: String

    init(arn: String, session: AWSSession) {
        self.arn = arn
        client = SNSClient(session: session)
    }

    func tell(_ notice: Notice) async throws(NoticeFailure) {
        do {
            try await client.publish(notice.text, subject: "Rollcall: \(notice.kind.rawValue)", to: arn)
        } catch {
            throw NoticeFailure(
                isWorthAnother: error.kind != .service || error.isRetryable, description: "\(error)")
        }
    }

    func end() async {}
}
