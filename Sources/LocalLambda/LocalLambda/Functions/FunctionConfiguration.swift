import LambdaLoopback
import WireFormats

/// What a function is created with, and what the service says of it.
/// Source: AWS Lambda API Reference, "FunctionConfiguration".
struct FunctionConfiguration: Encodable, Sendable {
    var functionName: String
    var functionARN: String
    var runtime = "provided.al2023"
    var role: String
    var handler: String
    var codeSize: Int
    var description = ""
    /// Seconds.
    var timeout = 3
    /// MB; shown, and given to the function, but not enforced.
    var memorySize = 128
    /// ISO 8601.
    var lastModified = Self.now
    var version = "$LATEST"
    var environment = Environment()
    var loggingConfig = LoggingConfig()
    var packageType = "Zip"
    var state = "Active"
    var lastUpdateStatus = "Successful"

    private static var now: String {
        UnixTime.now().iso8601().dropLast() + "+0000"
    }

    /// The function's own environment variables.
    struct Environment: Codable, Sendable {
        var variables: [String: String] = [:]

        enum CodingKeys: String, CodingKey {
            case variables = "Variables"
        }
    }

    /// How the function writes its log.
    struct LoggingConfig: Codable, Sendable {
        var logFormat: String? = "Text"
        var applicationLogLevel: String?

        enum CodingKeys: String, CodingKey {
            case logFormat = "LogFormat"
            case applicationLogLevel = "ApplicationLogLevel"
        }
    }

    enum CodingKeys: String, CodingKey {
        case functionName = "FunctionName"
        case functionARN = "FunctionArn"
        case runtime = "Runtime"
        case role = "Role"
        case handler = "Handler"
        case codeSize = "CodeSize"
        case description = "Description"
        case timeout = "Timeout"
        case memorySize = "MemorySize"
        case lastModified = "LastModified"
        case version = "Version"
        case environment = "Environment"
        case loggingConfig = "LoggingConfig"
        case packageType = "PackageType"
        case state = "State"
        case lastUpdateStatus = "LastUpdateStatus"
    }
}

/// The body of CreateFunction and, with every member optional, of UpdateFunctionConfiguration.
struct FunctionRequest: Decodable {
    var functionName: String?
    var runtime: String?
    var role: String?
    var handler: String?
    var code: Code?
    var description: String?
    var timeout: Int?
    var memorySize: Int?
    var environment: FunctionConfiguration.Environment?
    var loggingConfig: FunctionConfiguration.LoggingConfig?
    var packageType: String?

    /// Where the code is.
    struct Code: Decodable {
        var zipFile: Base64Bytes?

        enum CodingKeys: String, CodingKey {
            case zipFile = "ZipFile"
        }
    }

    enum CodingKeys: String, CodingKey {
        case functionName = "FunctionName"
        case runtime = "Runtime"
        case role = "Role"
        case handler = "Handler"
        case code = "Code"
        case description = "Description"
        case timeout = "Timeout"
        case memorySize = "MemorySize"
        case environment = "Environment"
        case loggingConfig = "LoggingConfig"
        case packageType = "PackageType"
    }
}

extension FunctionConfiguration {
    /// Takes over what a request sets, after checking it as the service does.
    /// Source: AWS Lambda API Reference, "CreateFunction", valid ranges.
    mutating func apply(_ request: FunctionRequest) throws(InvokeRefusal) {
        if let timeout = request.timeout, !(1...900).contains(timeout) {
            throw .invalidParameter("Timeout is \(timeout); it must be 1 to 900 seconds.")
        }
        if let memorySize = request.memorySize, !(128...10_240).contains(memorySize) {
            throw .invalidParameter("MemorySize is \(memorySize); it must be 128 to 10240 MB.")
        }
        if let packageType = request.packageType, packageType != "Zip" {
            throw .invalidParameter(
                "PackageType is \(packageType); local-lambda runs only Zip packages with a bootstrap.")
        }
        if let runtime = request.runtime, !runtime.hasPrefix("provided") {
            throw .invalidParameter(
                "Runtime is \(runtime); local-lambda runs only provided.al2023 and provided.al2.")
        }
        role = request.role ?? role
        runtime = request.runtime ?? runtime
        handler = request.handler ?? handler
        description = request.description ?? description
        timeout = request.timeout ?? timeout
        memorySize = request.memorySize ?? memorySize
        environment = request.environment ?? environment
        loggingConfig = request.loggingConfig ?? loggingConfig
        lastModified = Self.now
    }
}
