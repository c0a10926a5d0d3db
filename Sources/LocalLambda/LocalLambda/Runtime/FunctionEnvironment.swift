/// The environment variables of a function's process.
/// Source: AWS Lambda Developer Guide, "Defined runtime environment variables".
enum FunctionEnvironment {
    /// - Parameters:
    ///   - configuration: the function's.
    ///   - taskRoot: the folder with the code.
    ///   - runtimeAPI: `host:port` of the environment's Runtime API.
    ///   - logStream: the name of the environment's log.
    ///   - settings: the service's.
    static func variables(
        for configuration: FunctionConfiguration,
        taskRoot: String,
        runtimeAPI: String,
        logStream: String,
        settings: ServiceSettings
    ) -> [String: String] {
        let host = settings.hostEnvironment
        var variables = [
            "_HANDLER": configuration.handler,
            "AWS_DEFAULT_REGION": settings.region,
            "AWS_EXECUTION_ENV": "AWS_Lambda_\(configuration.runtime)",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": String(configuration.memorySize),
            "AWS_LAMBDA_FUNCTION_NAME": configuration.functionName,
            "AWS_LAMBDA_FUNCTION_VERSION": configuration.version,
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_FORMAT": configuration.loggingConfig.logFormat ?? "Text",
            "AWS_LAMBDA_LOG_GROUP_NAME": "/aws/lambda/\(configuration.functionName)",
            "AWS_LAMBDA_LOG_STREAM_NAME": logStream,
            "AWS_LAMBDA_RUNTIME_API": runtimeAPI,
            "AWS_REGION": settings.region,
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "LAMBDA_TASK_ROOT": taskRoot,
            "LANG": "en_US.UTF-8",
            "LD_LIBRARY_PATH": "\(taskRoot):\(taskRoot)/lib",
            "PATH": "/usr/local/bin:/usr/bin/:/bin:/opt/bin",
            "TZ": ":UTC",
        ]
        if let level = configuration.loggingConfig.applicationLogLevel {
            variables["AWS_LAMBDA_LOG_LEVEL"] = level
        }
        // The role's credentials and the endpoints of the services: on AWS the service's own, here the host's.
        variables["AWS_ACCESS_KEY_ID"] = host["AWS_ACCESS_KEY_ID"] ?? "local"
        variables["AWS_SECRET_ACCESS_KEY"] = host["AWS_SECRET_ACCESS_KEY"] ?? "local"
        for (name, value) in host where name == "AWS_SESSION_TOKEN" || name.hasPrefix("AWS_ENDPOINT_URL") {
            variables[name] = value
        }
        return variables.merging(configuration.environment.variables) { _, own in own }
    }
}
