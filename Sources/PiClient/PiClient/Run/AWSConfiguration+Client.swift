import AWSClients

extension AWSConfiguration {
    /// AWS's own settings, with the client's over them.
    ///
    /// A client films on while requests wait, so they wait less long than a server's would: a dead connection must
    /// be noticed before the queue of clips is full.
    static func client(
        _ settings: Settings, environment: [String: String]
    ) throws(AWSError) -> AWSConfiguration {
        var configuration = try AWSConfiguration(environment: settings.awsEnvironment(environment))
        configuration.timeouts = HTTPTimeouts(connect: .seconds(3), idle: .seconds(6))
        configuration.retry = RetrySettings(maximumAttempts: 2, maximumBackoff: .seconds(2))
        return configuration
    }
}
