/// An event of each kind that Lambda delivers, in the form that AWS's documentation has: for trying a function out,
/// and for its tests. The values are made up.
///
/// The forms are those of the AWS Lambda Developer Guide ("Invoking Lambda function URLs", "Using Lambda with Amazon
/// SQS", "Using AWS Lambda with Amazon DynamoDB" and the like), the Amazon API Gateway Developer Guide, the Elastic
/// Load Balancing guide "Use Lambda functions as targets of an Application Load Balancer", the Amazon S3, EventBridge,
/// EventBridge Scheduler and CloudWatch Logs User Guides, and the Amazon Cognito, SES and AWS IoT Core Developer
/// Guides: `LambdaEvents` names the page of each.
public enum LambdaSample: String, CaseIterable, Sendable {
    /// A REST API of API Gateway.
    case apiGateway = "api-gateway"
    /// A Lambda authorizer of a REST API, of type `REQUEST`.
    case authorizer
    /// A subscription filter of CloudWatch Logs.
    case cloudWatchLogs = "cloudwatch-logs"
    /// A trigger of a Cognito user pool.
    case cognito
    /// The stream of a DynamoDB table.
    case dynamoDB = "dynamodb"
    /// EventBridge: an object was made in S3.
    case eventBridge = "eventbridge"
    /// A function URL.
    case functionURL = "function-url"
    /// An HTTP API of API Gateway.
    case httpAPI = "http-api"
    /// A Lambda authorizer of an HTTP API.
    case httpAPIAuthorizer = "http-api-authorizer"
    /// A custom authorizer of AWS IoT Core.
    case iotAuthorizer = "iot-authorizer"
    /// A Kinesis data stream.
    case kinesis
    /// A Kinesis data stream whose event source mapping has a tumbling window.
    case kinesisWindow = "kinesis-window"
    /// An Application Load Balancer.
    case loadBalancer = "load-balancer"
    /// An Application Load Balancer whose target group has multi-value headers.
    case loadBalancerMultiValue = "load-balancer-multi-value"
    /// A notification of an S3 bucket.
    case s3
    /// The test that S3 sends when notifications are set up.
    case s3Test = "s3-test"
    /// A rule of EventBridge with a schedule.
    case schedule
    /// A schedule of EventBridge Scheduler.
    case scheduler
    /// An email that SES has received.
    case ses
    /// A message of an SNS topic.
    case sns
    /// A batch of an SQS queue.
    case sqs
    /// A Lambda authorizer of a REST API, of type `TOKEN`.
    case tokenAuthorizer = "token-authorizer"
    /// A message of a WebSocket API.
    case webSocket = "websocket"
    /// A connection of a WebSocket API.
    case webSocketConnect = "websocket-connect"

    /// The event: JSON text.
    public var json: String {
        let bytes =
            switch self {
            case .apiGateway: PackageResources.api_gateway_json
            case .authorizer: PackageResources.authorizer_json
            case .cloudWatchLogs: PackageResources.cloudwatch_logs_json
            case .cognito: PackageResources.cognito_json
            case .dynamoDB: PackageResources.dynamodb_json
            case .eventBridge: PackageResources.eventbridge_json
            case .functionURL: PackageResources.function_url_json
            case .httpAPI: PackageResources.http_api_json
            case .httpAPIAuthorizer: PackageResources.http_api_authorizer_json
            case .iotAuthorizer: PackageResources.iot_authorizer_json
            case .kinesis: PackageResources.kinesis_json
            case .kinesisWindow: PackageResources.kinesis_window_json
            case .loadBalancer: PackageResources.load_balancer_json
            case .loadBalancerMultiValue: PackageResources.load_balancer_multi_value_json
            case .s3: PackageResources.s3_json
            case .s3Test: PackageResources.s3_test_json
            case .schedule: PackageResources.schedule_json
            case .scheduler: PackageResources.scheduler_json
            case .ses: PackageResources.ses_json
            case .sns: PackageResources.sns_json
            case .sqs: PackageResources.sqs_json
            case .tokenAuthorizer: PackageResources.token_authorizer_json
            case .webSocket: PackageResources.websocket_json
            case .webSocketConnect: PackageResources.websocket_connect_json
            }
        return String(decoding: bytes, as: UTF8.self)
    }
}
