import FoundationEssentials
import RollcallServices

/// What a device may do, as a policy for its user or role: store its own clips, invoke the Extractor by its own alias,
/// receive its own results, and nothing else (AWS: "IAM JSON policy reference", AWS Identity and Access Management User
/// Guide).
struct DevicePolicy: Encodable {
    struct Statement: Encodable {
        let name: String
        let effect: String
        let actions: [String]
        let resource: String

        enum CodingKeys: String, CodingKey {
            case name = "Sid"
            case effect = "Effect"
            case actions = "Action"
            case resource = "Resource"
        }
    }

    let version = "2012-10-17"
    let statements: [Statement]

    enum CodingKeys: String, CodingKey {
        case version = "Version"
        case statements = "Statement"
    }

    /// - Parameters:
    ///   - aliasARN: the alias's, `arn:aws:lambda:eu-central-1:123456789012:function:Extractor:lab`, which also says
    ///     the partition.
    ///   - queueARN: of the device's queue.
    init(device: String, bucket: String, aliasARN: String, queueARN: String) {
        let partition = aliasARN.split(separator: ":").dropFirst().first ?? "aws"
        let folder = "arn:\(partition):s3:::\(bucket)/\(device)"
        statements = [
            Self.statement("StoreItsClips", "Allow", ["s3:PutObject"], folder + "/*.h264"),
            // A folder in its own may be another device's, `lab/door`.
            Self.statement("InNoFolderOfIts", "Deny", ["s3:PutObject"], folder + "/*/*"),
            Self.statement("InvokeByItsAlias", "Allow", ["lambda:InvokeFunction"], aliasARN),
            Self.statement(
                "ReceiveItsResults", "Allow",
                ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"], queueARN),
        ]
    }

    /// The policy as a document.
    func document() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}

extension DevicePolicy {
    private static func statement(
        _ name: String, _ effect: String, _ actions: [String], _ resource: String
    ) -> Statement {
        Statement(name: name, effect: effect, actions: actions, resource: resource)
    }
}

extension DeviceName {
    /// Why a device of this id can have no alias, queue and policy of its own; nil if it can.
    ///
    /// In a policy `*` and `?` stand for any text, and `$` begins a variable.
    static func registrationRefusal(_ text: String, queueName: String) -> String? {
        if let refusal = refusal(text) { return refusal }
        guard text.utf8.allSatisfy({ !"*?$".utf8.contains($0) }) else {
            return "an id in a policy has no *, ? or $"
        }
        guard !["enrolment", "gallery"].contains(text.prefix { $0 != "/" }) else {
            return "that folder of the bucket is the functions' own"
        }
        guard queueName.utf8.count <= 80,
            DeviceAlias(device: text).name.utf8.count <= DeviceAlias.maximumBytes
        else {
            return "the name of its queue, \(queueName), would have more than 80 characters; "
                + "a character that is no letter, digit or - takes three or more"
        }
        return nil
    }
}
