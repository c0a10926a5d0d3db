extension SQSClient {
    /// The URL of a queue of this account ("GetQueueUrl").
    ///
    /// - Throws: ``AWSError`` with code `QueueDoesNotExist` when there is no such queue.
    package func queueURL(name: String) async throws(AWSError) -> String {
        struct Input: Encodable { let QueueName: String }
        return try await call("GetQueueUrl", name, Input(QueueName: name), as: URLOutput.self).QueueUrl
    }

    /// Makes a queue and returns its URL; one of the same name and attributes is no error ("CreateQueue").
    ///
    /// - Parameter attributes: for example `["VisibilityTimeout": "30"]`.
    @discardableResult
    package func createQueue(
        name: String, attributes: [String: String] = [:]
    ) async throws(AWSError) -> String {
        struct Input: Encodable {
            let QueueName: String
            let Attributes: [String: String]?
        }
        let input = Input(QueueName: name, Attributes: attributes.isEmpty ? nil : attributes)
        return try await call("CreateQueue", name, input, as: URLOutput.self).QueueUrl
    }

    /// Removes a queue and what is on it ("DeleteQueue").
    ///
    /// - Throws: ``AWSError`` with code `QueueDoesNotExist` when there is no such queue.
    package func deleteQueue(queueURL: String) async throws(AWSError) {
        struct Input: Encodable { let QueueUrl: String }
        _ = try await call("DeleteQueue", queueURL, Input(QueueUrl: queueURL), as: NoOutput.self)
    }

    /// The queue's attributes, for example `ApproximateNumberOfMessages` ("GetQueueAttributes").
    package func queueAttributes(queueURL: String) async throws(AWSError) -> [String: String] {
        struct Input: Encodable {
            let QueueUrl: String
            var AttributeNames = ["All"]
        }
        struct Output: Decodable { let Attributes: [String: String]? }
        let input = Input(QueueUrl: queueURL)
        return try await call("GetQueueAttributes", queueURL, input, as: Output.self).Attributes ?? [:]
    }

    private struct URLOutput: Decodable { let QueueUrl: String }
}
