import AWSClients
import RollcallMessages

/// The Recognizer, asked directly.
struct RecognizerFunction: Sendable {
    let lambda: LambdaClient
    /// Its name or ARN.
    let name: String

    /// Asks for something and waits for the reply.
    ///
    /// - Parameter task: What is asked for, for errors: `enroll Ada`.
    /// - Throws: `AWSError`, or `RecognizerError` if the function failed.
    func ask<Reply: Decodable>(_ request: RecognizerRequest, to task: String) async throws -> Reply {
        let reply = try await lambda.invoke(function: name, payload: MessageCoding.encode(request))
        guard reply.functionError == nil else {
            throw RecognizerError(task: task, reply: String(decoding: reply.payload, as: UTF8.self))
        }
        do {
            return try MessageCoding.decode(Reply.self, from: reply.payload)
        } catch {
            throw RecognizerError(
                task: task, reply: String(decoding: reply.payload.prefix(500), as: UTF8.self))
        }
    }
}

/// The Recognizer did not do what it was asked to.
struct RecognizerError: Error, CustomStringConvertible {
    let task: String
    let reply: String

    var description: String {
        "the Recognizer could not \(task); it answered: \(reply). Its log in CloudWatch says more."
    }
}
