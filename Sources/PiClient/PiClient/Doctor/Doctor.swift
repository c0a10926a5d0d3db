import AWSClients

/// Examines everything that a run needs, one thing after the other.
struct Doctor: Sendable {
    let settings: Settings
    let environment: [String: String]
    /// Whether the camera may be used.
    var examinesCamera = true

    /// - Parameter report: takes each finding as it is made.
    func examine(_ report: (Finding) -> Void) async {
        if examinesCamera { report(await camera()) }
        report(spool())
        let configuration: AWSConfiguration
        let session: AWSSession
        do {
            configuration = try .client(settings, environment: environment)
            session = try AWSSession(configuration: configuration)
        } catch {
            report(
                .fail(
                    "region", "\(error)",
                    remedy:
                        "On a device: `sudo rollcall setup`. Elsewhere correct what it names, in ~/.aws/config or the "
                        + "environment; the region is AWS_REGION, or aws.region in the configuration file."))
            return
        }
        report(.ok("region", configuration.region))
        report(await credentials(configuration))
        report(await bucket(S3Client(session: session)))
        report(await table(DynamoDBClient(session: session)))
        report(await queue(SQSClient(session: session)))
        let lambda = LambdaClient(session: session)
        report(await function("extractor", settings.extractorFunction, lambda))
        report(await function("recognizer", settings.recognizer, lambda))
        report(await models(RecognizerFunction(lambda: lambda, name: settings.recognizer)))
        // Last, because the clock's error is learned from the services' answers.
        report(clock(session))
        await session.shutdown()
    }
}
