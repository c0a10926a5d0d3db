import Foundation
import TestSupport
import Testing
import WireFormats

@testable import AWSClients

/// 10,000 random requests, signed here and by botocore: nothing may differ.
@Suite(.enabled(if: BotocoreOracle.interpreter != nil, "\(BotocoreOracle.missing)"))
struct BotocoreDifferentialTests {
    @Test
    func signsAsBotocoreDoes() async throws {
        var random = HostileRandom(seed: 20_261_123)
        let cases = try (0..<10_000).map { try Case(index: $0, &random) }
        let answers = try await BotocoreOracle.answers(to: cases.map(\.question))
        #expect(answers.count == cases.count)
        var differences = 0
        for (one, answer) in zip(cases, answers) where one.answer != answer {
            differences += 1
            if differences <= 5 { Issue.record("\(one.question)\nours:   \(one.answer)\ntheirs: \(answer)") }
        }
        #expect(differences == 0)
    }

    /// One request, its signature by us and the question to botocore.
    private struct Case {
        let question: BotocoreOracle.Question
        let answer: String

        init(index: Int, _ random: inout HostileRandom) throws {
            let signer = ["generic", "s3"][index % 2]
            let endpoint = random.endpoint()
            let credentials = random.credentials()
            let timestamp = Int.random(in: 0...4_102_444_799, using: &random)
            var configuration = AWSConfiguration(
                region: ["us-east-1", "eu-central-1", "ap-southeast-7"].randomElement(using: &random) ?? "",
                credentials: StaticCredentials(credentials), endpoint: endpoint)
            configuration.retry.maximumAttempts = 1
            let service = signer == "generic" ? AWSService.lambda : .s3
            let target = signer == "generic" ? random.wirePath() : random.text(1...12)
            var request = ServiceRequest(service: service, operation: "Test")
            request.path = signer == "generic" ? target : "/" + PercentEncoding.encodePath(target)
            request.method =
                HTTPMethod.allCases.randomElement(using: &random) ?? .get
            request.query = random.query()
            request.headers = random.headers()
            request.body = Array(random.text(0...30).utf8)
            question = BotocoreOracle.Question(
                signer: signer, method: request.method.rawValue, endpoint: endpoint, path: target,
                query: request.query.map { [$0.name, $0.value] },
                headers: request.headers.map { [$0.name, $0.value] }, body: Data(request.body),
                accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
                sessionToken: credentials.sessionToken, region: configuration.region,
                service: service.signingName, timestamp: timestamp)

            let requestSigner = RequestSigner(resolver: try EndpointResolver(configuration))
            let date = UnixTime(seconds: Double(timestamp))
            let signed = requestSigner.signed(request, by: credentials, at: date)
            answer = signed.headers["authorization"] ?? ""
        }
    }
}
