/// An email that Amazon SES has received (Amazon SES Developer Guide, "Invoke Lambda function action", event data).
public struct SESEvent: Decodable, Sendable {
    /// One email.
    public struct Record: Decodable, Sendable {
        /// `1.0`.
        public var eventVersion: String?
        /// The email.
        public var ses: Email

        /// The email, and how it was received.
        public struct Email: Decodable, Sendable {
            /// The email. Its text is not there: store it in S3 by an action before.
            public var mail: Mail
            /// How it was received.
            public var receipt: Receipt
        }
    }

    /// An email without its text.
    public struct Mail: Decodable, Sendable {
        /// A header field.
        public struct Header: Decodable, Sendable {
            /// The field's name.
            public var name: String
            /// The field's value.
            public var value: String
        }

        /// The header fields that are asked for most.
        public struct CommonHeaders: Decodable, Sendable {
            /// Of whom the email says it is.
            public var from: [String]?
            /// To whom the email says it goes.
            public var to: [String]?
            /// To whom copies go.
            public var cc: [String]?
            /// Where answers go.
            public var replyTo: [String]?
            /// The subject.
            public var subject: String?
            /// The date, as the sender wrote it.
            public var date: String?
            /// The id that the sender gave.
            public var messageId: String?
            /// Where failures go.
            public var returnPath: String?
        }

        /// The id that Amazon SES gave.
        public var messageId: String
        /// When it was received (ISO 8601, UTC).
        public var timestamp: String?
        /// The sender of the envelope.
        public var source: String
        /// The recipients of the envelope.
        public var destination: [String]
        /// Whether ``headers`` were shortened.
        public var headersTruncated: Bool?
        /// All header fields.
        public var headers: [Header]?
        /// The header fields that are asked for most.
        public var commonHeaders: CommonHeaders?
    }

    /// How an email was received.
    public struct Receipt: Decodable, Sendable {
        /// What a check came to.
        public struct Verdict: Decodable, Sendable {
            /// `PASS`, `FAIL`, `GRAY` or `PROCESSING_FAILED`.
            public var status: String
        }

        /// The recipients for which the rule was applied.
        public var recipients: [String]
        /// What SES took for the whole, in milliseconds.
        public var processingTimeMillis: Int64?
        /// When the action was begun (ISO 8601, UTC).
        public var timestamp: String?
        /// Whether it is spam.
        public var spamVerdict: Verdict?
        /// Whether it has a virus.
        public var virusVerdict: Verdict?
        /// Whether the sender's server may send for the domain (SPF).
        public var spfVerdict: Verdict?
        /// Whether the signature is the domain's (DKIM).
        public var dkimVerdict: Verdict?
        /// Whether the domain's policy is kept (DMARC).
        public var dmarcVerdict: Verdict?
        /// `none`, `quarantine` or `reject`, where the policy is not kept.
        public var dmarcPolicy: String?
    }

    /// The emails. SES sends one at a time.
    public var records: [Record]

    private enum CodingKeys: String, CodingKey {
        case records = "Records"
    }
}

/// What the rule set does after a function that was invoked synchronously: the function's answer.
public struct SESDisposition: Encodable, Sendable {
    /// What is done next.
    public enum Disposition: String, Encodable, Sendable {
        /// The next rule.
        case `continue` = "CONTINUE"
        /// No further action of this rule.
        case stopRule = "STOP_RULE"
        /// No further rule.
        case stopRuleSet = "STOP_RULE_SET"
    }

    /// What is done next.
    public var disposition: Disposition

    /// Makes an answer.
    public init(_ disposition: Disposition) { self.disposition = disposition }
}
