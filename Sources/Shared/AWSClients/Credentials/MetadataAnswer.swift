import WireFormats

/// The JSON in which containers' and instances' endpoints give out credentials.
struct MetadataAnswer: Decodable {
    private let accessKeyID: String
    private let secretAccessKey: String
    private let token: String?
    private let expiration: String?

    private enum CodingKeys: String, CodingKey {
        case accessKeyID = "AccessKeyId"
        case secretAccessKey = "SecretAccessKey"
        case token = "Token"
        case expiration = "Expiration"
    }

    static func credentials(
        _ bytes: [UInt8], from source: String, _ address: String
    ) throws(AWSError) -> AWSCredentials {
        guard let answer = try? JSON.decode(MetadataAnswer.self, from: bytes) else {
            throw .credentials(source, address, "its answer holds no credentials")
        }
        return AWSCredentials(
            accessKeyID: answer.accessKeyID, secretAccessKey: answer.secretAccessKey,
            sessionToken: answer.token,
            expiration: try AWSError.expiration(answer.expiration, source, address))
    }
}
