import Foundation
import TestSupport

/// A Python script that asks botocore, with JSON in and out.
enum BotocoreScript {
    static func answer<Answer: Decodable>(
        _ script: String, to question: some Encodable, as type: Answer.Type = Answer.self
    ) async throws -> Answer {
        guard let interpreter = BotocoreOracle.interpreter else {
            throw BotocoreOracle.OracleError(message: BotocoreOracle.missing)
        }
        let input = try JSONEncoder().encode(question)
        let result = try await Subprocess.run(interpreter, ["-c", script], input: Array(input))
        guard result.status == 0 else { throw BotocoreOracle.OracleError(message: result.errorText) }
        return try JSONDecoder().decode(Answer.self, from: Data(result.output))
    }
}
