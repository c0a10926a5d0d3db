import AWSClients
import RollcallServices

/// The devices that may film: each has an alias of the Extractor, a queue and, where it is no user with keys, a
/// certificate.
struct DeviceRegistry: Sendable {
    let lambda: LambdaClient
    let sqs: SQSClient
    let certificates: DeviceCertificates
    let films: S3Client
    let region: String
    /// The Extractor's name or ARN, without an alias.
    let extractor: String
    /// The queues' URL, with a place for the device.
    let queues: QueueAddress

    /// What a failed event becomes where the function itself has no such setting: an answer is worth nothing a minute
    /// later.
    private static let noRetries = EventInvokeConfiguration(retries: 0, age: 60)

    init(session: AWSSession, settings: Settings) throws(SettingsError) {
        lambda = LambdaClient(session: session)
        sqs = SQSClient(session: session)
        certificates = DeviceCertificates(
            iot: IoTClient(session: session),
            roleAlias: DeviceCertificates.roleAlias(ofStack: settings.stack))
        films = S3Client(session: session)
        region = session.configuration.region
        extractor = DeviceAlias.function(withoutAlias: settings.extractor)
        queues = QueueAddress(try settings.requiredQueueURL())
        guard queues.isPerDevice else {
            throw .invalid(
                layer: "the settings", key: .queueURL,
                reason: "each device needs a queue of its own: put {device} in the place of its name")
        }
    }

    /// Makes a device's alias and queue; those that are there already stay.
    ///
    /// - Returns: The ARNs of both.
    /// - Throws: `AWSError`.
    func add(_ device: String) async throws(AWSError) -> (alias: String, queue: String) {
        let alias = DeviceAlias(device: device)
        let arn = try await makeAlias(alias)
        // The function's own setting is for events without an alias alone.
        let events = try await lambda.eventInvokeConfiguration(of: extractor) ?? Self.noRetries
        try await lambda.setEventInvokeConfiguration(events, of: extractor, qualifier: alias.name)
        let url = try await sqs.createQueue(name: queueName(of: device), attributes: ResultQueue.attributes)
        guard let queue = try await sqs.queueAttributes(queueURL: url)["QueueArn"] else {
            throw AWSError(
                kind: .response, service: "SQS", operation: "GetQueueAttributes", resource: url,
                message: "the answer has no QueueArn")
        }
        return (arn, queue)
    }

    private func makeAlias(_ alias: DeviceAlias) async throws(AWSError) -> String {
        do {
            return try await lambda.aliasARN(alias.name, of: extractor)
        } catch  where error.isNotFound {
            return try await lambda.createAlias(
                alias.name, of: extractor, description: "Rollcall's device \(alias.device)")
        }
    }

    /// The devices' ids.
    ///
    /// - Throws: `AWSError`.
    func devices() async throws(AWSError) -> [String] {
        try await lambda.aliasNames(of: extractor).compactMap { DeviceAlias(name: $0)?.device }.sorted()
    }

    /// Removes a device's alias, certificate and queue.
    ///
    /// - Returns: Whether there was any of it.
    /// - Throws: `AWSError`.
    func remove(_ device: String) async throws(AWSError) -> Bool {
        // First of all, so that it films no more.
        let hadAlias = try await removeAlias(DeviceAlias(device: device))
        let hadCertificate = try await revokeCertificates(of: device)
        if hadCertificate { try await certificates.iot.deleteThing(device) }
        do {
            try await sqs.deleteQueue(queueURL: queues.url(of: device))
        } catch  where error.isNotFound {
            return hadAlias || hadCertificate
        }
        return true
    }

    /// Ends a device's certificates and takes its alias, since credentials that it has already are good for another
    /// quarter of an hour.
    ///
    /// - Returns: Whether there was any of it.
    /// - Throws: `AWSError`.
    func revoke(_ device: String) async throws(AWSError) -> Bool {
        let hadAlias = try await removeAlias(DeviceAlias(device: device))
        let hadCertificate = try await revokeCertificates(of: device)
        return hadAlias || hadCertificate
    }

    private func removeAlias(_ alias: DeviceAlias) async throws(AWSError) -> Bool {
        let wasThere = try await lambda.aliasNames(of: extractor).contains(alias.name)
        if wasThere { try await lambda.deleteAlias(alias.name, of: extractor) }
        try await lambda.deleteEventInvokeConfiguration(of: extractor, qualifier: alias.name)
        return wasThere
    }

    private func revokeCertificates(of device: String) async throws(AWSError) -> Bool {
        // Others never had one.
        guard DeviceCertificates.refusal(device) == nil else { return false }
        return try await certificates.revoke(device) > 0
    }

    /// The name of a device's queue.
    func queueName(of device: String) -> String { QueueAddress.queueName(ofURL: queues.url(of: device)) }
}
