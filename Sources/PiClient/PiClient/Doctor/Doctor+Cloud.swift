import AWSClients
import RollcallMessages
import RollcallServices

/// What is in AWS: credentials, bucket, table, queue, functions.
extension Doctor {
    func credentials(_ configuration: AWSConfiguration) async -> Finding {
        do {
            let credentials = try await configuration.credentials.credentials()
            guard !credentials.accessKeyID.isEmpty else { throw AWSError.noCredentials }
            return .ok("credentials", credentials.accessKeyID)
        } catch {
            return .fail(
                "credentials", "\(error)",
                remedy:
                    "On a device: `sudo rollcall setup`. Elsewhere run `aws configure`, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."
            )
        }
    }

    func bucket(_ client: S3Client) async -> Finding {
        guard let bucket = settings.bucket else {
            return .fail("bucket", "none is set", remedy: Self.remedy(missing: .bucket))
        }
        return await examine("bucket", bucket, permission: "s3:ListBucket") {
            try await client.headBucket(bucket)
            return .ok("bucket", bucket)
        }
    }

    func table(_ client: DynamoDBClient) async -> Finding {
        let name = settings.table
        return await examine("table", name, permission: "dynamodb:DescribeTable") {
            let table = try await client.describeTable(name)
            guard table.keyNames == ["name"] else {
                return .fail(
                    "table", "the key of \(name) is \(table.keyNames.joined(separator: ", "))",
                    remedy:
                        "It must be name (S) alone: make another table and set \(SettingKey.table.environmentName)."
                )
            }
            return .ok("table", "\(table.name), \(table.itemCount) students or so")
        }
    }

    func queue(_ client: SQSClient) async -> Finding {
        guard let url = settings.queueURL else {
            return .fail("queue", "none is set", remedy: Self.remedy(missing: .queueURL))
        }
        let queue = ResultQueue(client: client, url: url, device: settings.device)
        return await examine("queue", queue.url, permission: "sqs:GetQueueAttributes") {
            let attributes: [String: String]
            do {
                attributes = try await client.queueAttributes(queueURL: queue.url)
            } catch let error as AWSError where error.isNotFound && QueueAddress(url).isPerDevice {
                return .warn(
                    "queue", "\(queue.url) is not there yet", remedy: "`rollcall run` makes it.")
            }
            return .ok("queue", "\(queue.url), \(attributes["ApproximateNumberOfMessages"] ?? "?") waiting")
        }
    }

    func function(_ subject: String, _ name: String, _ client: LambdaClient) async -> Finding {
        await examine(subject, name, permission: "lambda:GetFunction") {
            let function = try await client.getFunction(name)
            let state = function.state ?? "Active"
            let size = function.memoryMB.map { "\($0) MB" } ?? "memory unknown"
            let timeout = function.timeoutSeconds.map { "\($0) s" } ?? "time-out unknown"
            let detail = "\(function.name), \(state), \(size), \(timeout)"
            guard state != "Failed" else {
                return .fail(
                    subject, detail, remedy: "Deploy it again; `aws lambda get-function` says why it failed.")
            }
            return .ok(subject, detail)
        }
    }

    /// The networks that the Recognizer has, and whom they cannot name.
    func models(_ recognizer: RecognizerFunction) async -> Finding {
        await examine("models", recognizer.name, permission: "lambda:InvokeFunction") {
            let models: ModelsReply = try await recognizer.ask(.models, to: "name its networks")
            let detail = "\(models.detector) and \(models.embedder), which can name \(models.enrolled) people"
            guard models.waiting == 0 else {
                return .warn(
                    "models", "\(detail), but not \(models.waiting) whom another network was shown",
                    remedy:
                        "`rollcall enroll --again --folder FOLDER` enrolls them again by their photographs.")
            }
            return .ok("models", detail)
        }
    }

    private static func remedy(missing key: SettingKey) -> String {
        "Run `rollcall setup`, or set \(key.environmentName), or \(key.rawValue) in the configuration file."
    }

    /// Runs one check and turns its error into a finding with a remedy.
    private func examine(
        _ subject: String, _ name: String, permission: String, _ check: () async throws -> Finding
    ) async -> Finding {
        do {
            return try await check()
        } catch let error as AWSError where error.isNotFound {
            return .fail(
                subject, "\(name) does not exist in this account and region",
                remedy: "Create it, or correct its name in the settings (`rollcall config` shows them).")
        } catch let error as AWSError where error.isForbidden {
            // What the doctor asks is more than a run needs.
            return .warn(subject, "\(error)", remedy: "Allow \(permission) to this role to have it checked.")
        } catch {
            return .fail(subject, "\(error)")
        }
    }
}

extension AWSError {
    fileprivate static var noCredentials: AWSError {
        AWSError(kind: .credentials, service: "AWS", operation: "credentials", message: "none were found")
    }
}
