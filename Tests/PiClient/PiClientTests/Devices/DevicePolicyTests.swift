import Foundation
import RollcallServices
import TestSupport
import Testing

@testable import PiClient

/// What a device's policy allows, by moto's policy engine.
@Suite(.enabled(if: MotoServer.isAvailable, Comment(rawValue: MotoServer.missing)))
struct DevicePolicyTests {
    private static let lambda = "arn:aws:lambda:eu-central-1:123456789012:function:"
    private static let queue = "arn:aws:sqs:eu-central-1:123456789012:"

    private struct Attempt {
        let action: String
        let resource: String
        let isAllowed: Bool

        /// A line of the table in docs/devices.md; nil where a line is not of the table.
        init?(line: Substring) {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, ["allowed", "refused"].contains(cells[2]) else { return nil }
            let prefixes = [
                "s3": "arn:aws:s3:::", "lambda": DevicePolicyTests.lambda,
                "sqs": DevicePolicyTests.queue,
                "dynamodb": "arn:aws:dynamodb:eu-central-1:123456789012:table/",
            ]
            let service = String(cells[0].prefix { $0 != ":" })
            action = cells[0]
            resource = cells[1] == "*" ? "*" : (prefixes[service] ?? "") + cells[1]
            isAllowed = cells[2] == "allowed"
        }
    }

    /// What a device does, and all that it might try.
    private static func attempts() throws -> [Attempt] {
        let page = Repository.root.appending(path: "docs/devices.md")
        let attempts = try String(contentsOf: page, encoding: .utf8).split(separator: "\n")
            .compactMap(Attempt.init(line:))
        #expect(attempts.count { $0.isAllowed } == 5)
        #expect(attempts.count >= 40)
        return attempts
    }

    private static let script = """
        import json, sys
        from moto.iam.access_control import IAMPolicy, PermissionResult
        policy, attempts = json.load(sys.stdin)
        for action, resource in attempts:
            result = IAMPolicy(json.dumps(policy)).is_action_permitted(action, resource)
            print("allowed" if result is PermissionResult.PERMITTED else "refused")
        """

    /// Asks the engine about every attempt.
    private func checkAttempts(_ policy: String) async throws {
        let python = try #require(Python.interpreter(importing: "moto"))
        let attempts = try Self.attempts()
        let list = try JSONEncoder().encode(attempts.map { [$0.action, $0.resource] })
        let input = "[\(policy),\(String(decoding: list, as: UTF8.self))]"
        let result = try await Subprocess.run(python, ["-c", Self.script], input: Array(input.utf8))
        try #require(result.status == 0, "\(result.errorText)")
        let answers = result.text.split(separator: "\n").map(String.init)
        for (attempt, answer) in zip(attempts, answers) {
            #expect(
                answer == (attempt.isAllowed ? "allowed" : "refused"), "\(attempt.action) \(attempt.resource)"
            )
        }
        #expect(answers.count == attempts.count)
    }

    @Test func aDeviceMayDoItsWorkAndNothingElse() async throws {
        let policy = DevicePolicy(
            device: "lab", bucket: "clips", aliasARN: Self.lambda + "Extractor:lab",
            queueARN: Self.queue + "rollcall-results-lab")
        try await checkAttempts(try policy.document())
    }

    /// The template's role for all devices, as AWS reads it for the thing "lab".
    private static let templateScript = """
        import json, sys, yaml
        class Loader(yaml.SafeLoader):
            pass
        def plain(loader, suffix, node):
            return loader.construct_scalar(node) if isinstance(node, yaml.ScalarNode) else suffix
        Loader.add_multi_constructor("!", plain)
        template = yaml.load(open(sys.argv[1]), Loader)
        policies = template["Resources"]["DeviceRole"]["Properties"]["Policies"]
        text = json.dumps(policies[0]["PolicyDocument"])
        for name, value in {
            "Bucket.Arn": "arn:aws:s3:::clips", "AWS::Partition": "aws", "AWS::Region": "eu-central-1",
            "AWS::AccountId": "123456789012", "!credentials-iot:ThingName": "lab",
        }.items():
            text = text.replace("${%s}" % name, value)
        print(len(policies), text)
        """

    @Test func theRoleOfCertificatesAllowsADeviceTheSame() async throws {
        let python = try #require(Python.interpreter(importing: "moto", "yaml"))
        let template = Repository.root.appending(path: "deploy/rollcall.yaml").path
        let result = try await Subprocess.run(python, ["-c", Self.templateScript, template])
        try #require(result.status == 0, "\(result.errorText)")
        let words = result.text.split(separator: " ", maxSplits: 1)
        #expect(words.first == "1")
        let policy = try #require(words.last)
        #expect(!policy.contains("${"), "\(policy)")
        try await checkAttempts(String(policy))
    }

    @Test func itSpeaksOfThePartitionOfTheFunction() throws {
        let policy = DevicePolicy(
            device: "lab", bucket: "clips", aliasARN: "arn:aws-cn:lambda:cn-north-1:1:function:Extractor:lab",
            queueARN: "arn:aws-cn:sqs:cn-north-1:1:q")
        #expect(try policy.document().contains("arn:aws-cn:s3:::clips/lab/*.h264"))
    }

    @Test(arguments: [
        ("*", "*, ? or $"), ("l?b", "*, ? or $"), ("${aws:username}", "*, ? or $"),
        ("gallery", "functions' own"),
        ("enrolment/lab", "functions' own"), ("..", "none of dots"), ("a b", "no spaces"),
        (String(repeating: "_", count: 30), "more than 80"),
    ])
    func anIDThatWouldReachFurtherIsRefused(id: String, words: String) throws {
        let queue = "rollcall-results-" + DeviceAlias(device: id).name
        #expect(DeviceName.registrationRefusal(id, queueName: queue)?.contains(words) == true)
    }

    @Test func ordinaryIDsAreTaken() {
        for id in ["lab", "lab/door", "12", "büro", "room-1.02"] {
            let queue = "rollcall-results-" + DeviceAlias(device: id).name
            #expect(DeviceName.registrationRefusal(id, queueName: queue) == nil, "\(id)")
        }
    }
}
