/// The services this module speaks to.
package enum AWSService: String, Sendable, Hashable, CaseIterable {
    /// Amazon Simple Storage Service.
    case s3 = "S3"
    /// Amazon DynamoDB.
    case dynamoDB = "DynamoDB"
    /// Amazon Simple Queue Service.
    case sqs = "SQS"
    /// Amazon Simple Notification Service.
    case sns = "SNS"
    /// AWS Lambda.
    case lambda = "Lambda"
    /// AWS IoT.
    case iot = "IoT"
    /// AWS Security Token Service.
    case sts = "STS"
    /// AWS Systems Manager.
    case ssm = "SSM"
    /// AWS Secrets Manager.
    case secretsManager = "SecretsManager"

    /// The name in signatures and host names.
    var signingName: String {
        switch self {
        case .s3: "s3"
        case .dynamoDB: "dynamodb"
        case .sqs: "sqs"
        case .sns: "sns"
        case .lambda: "lambda"
        case .iot: "iot"
        case .sts: "sts"
        case .ssm: "ssm"
        case .secretsManager: "secretsmanager"
        }
    }

    /// The name in settings for this service alone ("Service-specific endpoints", AWS SDKs and Tools Reference Guide).
    var settingsName: String {
        self == .secretsManager ? "secrets_manager" : signingName
    }
}
