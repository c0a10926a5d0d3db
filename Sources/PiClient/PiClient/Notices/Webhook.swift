import AWSClients
import FoundationEssentials
import RollcallServices

/// Posts notices as JSON to an address.
///
/// The header `X-Rollcall-Signature` is `sha256=` and the HMAC-SHA256 (RFC 2104), in hexadecimal, of the header
/// `X-Rollcall-Timestamp`, a period and the body, under the secret. `X-Rollcall-Id` is the same for the same notice.
struct Webhook: NoticeReceiver {
    let name = "webhook"
    private let address: String
    private let secret: String?
    private let client: WebClient
    private let time: TimeSource

    init(address: String, secret: String?, authorities: String?, time: TimeSource = TimeSource()) {
        self.address = address
        self.secret = secret
        self.time = time
        client = WebClient(authorities: authorities)
    }

    func tell(_ notice: Notice) async throws(NoticeFailure) {
        guard let body = try? [UInt8](Self.encoder.encode(Message(notice))) else { return }
        var headers = [
            (name: "Content-Type", value: "application/json"), ("User-Agent", "rollcall"),
            ("X-Rollcall-Id", notice.id.namePart),
        ]
        if let secret {
            let timestamp = "\(time.wallClock() / 1000)"
            let code = MessageCode.sha256(Array("\(timestamp).".utf8) + body, key: Array(secret.utf8))
            headers += [("X-Rollcall-Timestamp", timestamp), ("X-Rollcall-Signature", "sha256=\(code)")]
        }
        let status: Int
        do {
            status = try await client.post(body, to: address, headers: headers)
        } catch {
            throw NoticeFailure(
                isWorthAnother: error.kind == .transport, description: "\(address.withoutPath): \(error)")
        }
        guard !(200..<300).contains(status) else { return }
        throw NoticeFailure(
            isWorthAnother: status >= 500 || [408, 425, 429].contains(status),
            description: "\(address.withoutPath) answered HTTP \(status)")
    }

    func end() async {
        await client.shutdown()
    }

    /// A notice with its sentence, for receivers that show it as it is.
    private struct Message: Encodable {
        let id: String
        let kind: Notice.Kind
        let device: String
        let name: String?
        let time: Int64
        let lesson: String?
        let clip: String?
        let text: String

        init(_ notice: Notice) {
            (id, kind, device, name) = (notice.id, notice.kind, notice.device, notice.name)
            (time, lesson, clip, text) = (notice.time, notice.lesson, notice.clip, notice.text)
        }
    }

    private static var encoder: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
