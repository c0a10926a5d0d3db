/// What is told to whom.
struct NoticeSettings: Sendable, Equatable {
    /// What is told of; `silent` brings `filming` with it.
    var kinds = Notice.Kind.allCases.filter { $0 != .filming }.map(\.rawValue)
    /// Where each notice is posted as JSON.
    var webhook: String?
    /// The key of the signature of what is posted.
    var secret: String?
    /// The ARN of an SNS topic.
    var topic: String?
    /// An MQTT broker: `mqtt://` or `mqtts://`, with name and password where it wants them.
    var broker: String?
    /// A PEM file of certificate authorities in place of the system's, for webhook and broker.
    var authorities: String?
    /// Who was not seen for so many minutes has left.
    var leftMinutes = 10.0
    /// So many minutes pass before the same is told of the same person again.
    var coolDownMinutes = 10.0
    /// A camera without video for so many seconds is silent.
    var silentSeconds = 30.0

    /// Whether anybody is told.
    var hasReceivers: Bool { webhook != nil || topic != nil || broker != nil }

    /// What is told of.
    var tells: Set<Notice.Kind> {
        let kinds = Set(kinds.compactMap(Notice.Kind.init))
        return kinds.contains(.silent) ? kinds.union([.filming]) : kinds
    }

    /// Why a list of kinds cannot be used; nil if it can.
    static func refusal(ofKinds kinds: [String]) -> String? {
        let known = Notice.Kind.allCases.map(\.rawValue)
        return kinds.first { !known.contains($0) }.map {
            "\($0) is none of \(known.joined(separator: ", "))"
        }
    }
}
