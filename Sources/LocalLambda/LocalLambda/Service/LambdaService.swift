import Foundation
import WireFormats
import LambdaLoopback

/// The Lambda service on this machine: functions by name, and their invocations.
actor LambdaService {
    private var settings: ServiceSettings
    private let console: LogConsole
    private var functions: [String: Function] = [:]
    private var codeNumber = 0

    /// - Parameters:
    ///   - settings: limits, delays, folders.
    ///   - console: takes every function's log.
    init(settings: ServiceSettings, console: LogConsole = LogConsole()) {
        self.settings = settings
        self.console = console
    }

    /// Tells functions where this service is, unless the host's environment names another.
    func announce(endpoint: String) {
        let name = "AWS_ENDPOINT_URL_LAMBDA"
        settings.hostEnvironment[name] = settings.hostEnvironment[name] ?? endpoint
    }

    /// CreateFunction.
    func create(_ request: FunctionRequest) async throws(InvokeRefusal) -> FunctionConfiguration {
        guard let name = request.functionName, let identifier = FunctionIdentifier(name) else {
            throw .invalidParameter("FunctionName is missing or not a function's name.")
        }
        guard functions[identifier.name] == nil else { throw .functionExists(identifier.name) }
        let code = try unpack(request.code?.zipFile, of: identifier.name)
        var configuration = FunctionConfiguration(
            functionName: identifier.name, functionARN: settings.arn(of: identifier.name), role: "",
            handler: "bootstrap", codeSize: code.size)
        try configuration.apply(request)
        functions[identifier.name] = Function(
            configuration: configuration, code: code, settings: settings, console: console)
        return configuration
    }

    /// DeleteFunction.
    func delete(_ identifier: FunctionIdentifier) async throws(InvokeRefusal) {
        let function = try await function(identifier)
        functions[identifier.name] = nil
        await function.stop()
    }

    /// UpdateFunctionCode.
    func updateCode(_ zip: Base64Bytes?, of identifier: FunctionIdentifier) async throws(InvokeRefusal)
        -> FunctionConfiguration
    {
        let function = try await function(identifier)
        await function.update(code: try unpack(zip, of: identifier.name))
        return await function.configuration
    }

    /// The function that a request names.
    /// - Throws: `ResourceNotFoundException`, also for a qualifier that is neither `$LATEST` nor an alias.
    func function(_ identifier: FunctionIdentifier) async throws(InvokeRefusal) -> Function {
        let qualifier = identifier.qualifier ?? "$LATEST"
        guard let function = functions[identifier.name], await function.hasQualifier(qualifier) else {
            throw .functionNotFound(settings.arn(of: identifier.name, qualifier: identifier.qualifier))
        }
        return function
    }

    /// GetFunctionConfiguration: with the ARN by which the request names the function.
    func configuration(_ identifier: FunctionIdentifier) async throws(InvokeRefusal) -> FunctionConfiguration
    {
        var configuration = try await function(identifier).configuration
        configuration.functionARN = settings.arn(of: identifier.name, qualifier: identifier.qualifier)
        return configuration
    }

    /// ListFunctions.
    func configurations() async -> [FunctionConfiguration] {
        var configurations: [FunctionConfiguration] = []
        for function in functions.values {
            configurations.append(await function.configuration)
        }
        return configurations.sorted { $0.functionName < $1.functionName }
    }

    /// What has happened to each function.
    func statistics() async -> [String: Statistics] {
        var statistics: [String: Statistics] = [:]
        for (name, function) in functions {
            statistics[name] = await function.statistics
        }
        return statistics
    }

    /// Ends every function's processes and removes all code.
    func stop() async {
        await withDiscardingTaskGroup { group in
            for function in functions.values {
                group.addTask { await function.stop() }
            }
        }
        try? FileManager.default.removeItem(at: settings.codeFolder)
    }

    private func unpack(_ zip: Base64Bytes?, of name: String) throws(InvokeRefusal) -> CodePackage {
        guard let zip else {
            throw .invalidParameter("local-lambda takes code only as Code.ZipFile, a zip with a bootstrap.")
        }
        codeNumber += 1
        return try CodePackage(
            zip: Data(zip.bytes), folder: settings.codeFolder.appending(path: "\(name)-\(codeNumber)"))
    }
}
