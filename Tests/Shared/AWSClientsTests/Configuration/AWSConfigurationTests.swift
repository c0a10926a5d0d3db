import Foundation
import TestSupport
import Testing

@testable import AWSClients

struct AWSConfigurationTests {
    private func withFiles<Result>(
        config: String = "", credentials: String = "", _ body: ([String: String]) async throws -> Result
    ) async throws -> Result {
        let folder = try Repository.makeTemporaryFolder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = (folder.appending(path: "config"), folder.appending(path: "credentials"))
        try Data(config.utf8).write(to: files.0)
        try Data(credentials.utf8).write(to: files.1)
        return try await body([
            "AWS_CONFIG_FILE": files.0.path, "AWS_SHARED_CREDENTIALS_FILE": files.1.path,
            "AWS_EC2_METADATA_DISABLED": "true",
        ])
    }

    private func refusal(_ body: () throws -> some Any) -> AWSError? {
        do {
            _ = try body()
            return nil
        } catch {
            return error as? AWSError
        }
    }

    @Test
    func takesTheRegionFromWhereItIsSet() async throws {
        try await withFiles(config: "[default]\nregion = eu-west-1\n") { (files) throws in
            let region = { (variables: [String: String]) throws in
                try AWSConfiguration(environment: files.merging(variables) { $1 }).region
            }
            #expect(try region([:]) == "eu-west-1")
            #expect(try region(["AWS_DEFAULT_REGION": "eu-west-2"]) == "eu-west-2")
            #expect(
                try region(["AWS_DEFAULT_REGION": "eu-west-2", "AWS_REGION": "eu-west-3"]) == "eu-west-3")
            #expect(try region(["AWS_REGION": ""]) == "eu-west-1")
        }
        let error = refusal { try AWSConfiguration(environment: [:]) }
        #expect(error?.kind == .configuration)
        #expect(error?.message.contains("AWS_REGION") == true)
    }

    @Test
    func takesEndpointsFromWhereTheyAreSet() async throws {
        let config = """
            [profile dev]
            region = us-east-1
            endpoint_url = http://profile:1
            services = local
            [services local]
            dynamodb =
              endpoint_url = http://dynamodb:1
            s3 =
                endpoint_url=http://s3:1
            """
        try await withFiles(config: config) { (files) throws in
            var environment = files.merging(["AWS_PROFILE": "dev"]) { $1 }
            #expect(
                try AWSConfiguration(environment: environment).endpoints == [
                    .s3: "http://s3:1", .dynamoDB: "http://dynamodb:1", .sqs: "http://profile:1",
                    .sns: "http://profile:1",
                    .lambda: "http://profile:1", .iot: "http://profile:1", .sts: "http://profile:1",
                    .ssm: "http://profile:1", .secretsManager: "http://profile:1",
                ])
            environment["AWS_ENDPOINT_URL"] = "http://all:1"
            environment["AWS_ENDPOINT_URL_LAMBDA"] = "http://lambda:1"
            #expect(
                try AWSConfiguration(environment: environment).endpoints == [
                    .s3: "http://all:1", .dynamoDB: "http://all:1", .sqs: "http://all:1",
                    .sns: "http://all:1",
                    .lambda: "http://lambda:1", .iot: "http://all:1", .sts: "http://all:1",
                    .ssm: "http://all:1", .secretsManager: "http://all:1",
                ])
            environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = "true"
            #expect(try AWSConfiguration(environment: environment).endpoints == [:])
        }
    }

    @Test
    func refusesSettingsThatMakeNoSense() async throws {
        try await withFiles { (files) throws in
            for bad in [
                ["AWS_MAX_ATTEMPTS": "0"], ["AWS_MAX_ATTEMPTS": "many"], ["AWS_RETRY_MODE": "eager"],
                ["AWS_PROFILE": "nobody"],
            ] {
                let environment = files.merging(["AWS_REGION": "us-east-1"]) { $1 }.merging(bad) { $1 }
                let error = refusal { try AWSConfiguration(environment: environment) }
                #expect(error?.kind == .configuration, "\(bad)")
            }
            let environment = files.merging(["AWS_REGION": "us-east-1", "AWS_MAX_ATTEMPTS": "7"]) { $1 }
            #expect(try AWSConfiguration(environment: environment).retry.maximumAttempts == 7)
        }
    }

    @Test(arguments: [
        "", "not a url", "ftp://x", "http://", "http://user@x", "http://x:0", "http://x:99999", "http://a b",
    ])
    func refusesEndpointsThatAreNoURL(_ endpoint: String) {
        let configuration = AWSConfiguration(
            region: "us-east-1",
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "a", secretAccessKey: "b")),
            endpoint: endpoint)
        let error = refusal { try AWSSession(configuration: configuration) }
        #expect(error?.kind == .configuration)
    }

    @Test(arguments: ["", "us east 1", "evil.example.com/", "US-EAST-1"])
    func refusesRegionsThatCannotBeOne(_ region: String) {
        let configuration = AWSConfiguration(
            region: region,
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "a", secretAccessKey: "b")))
        #expect(refusal { try AWSSession(configuration: configuration) }?.kind == .configuration)
    }

    @Test
    func namesHostsAsAWSDoes() throws {
        let credentials = StaticCredentials(AWSCredentials(accessKeyID: "a", secretAccessKey: "b"))
        let resolve = { (region: String, service: AWSService, bucket: String?, endpoint: String?) throws in
            let parts = try EndpointResolver(
                AWSConfiguration(region: region, credentials: credentials, endpoint: endpoint)
            ).resolve(service, bucket: bucket)
            return "\(parts.scheme)://\(parts.authority)\(parts.path)"
        }
        #expect(try resolve("eu-west-1", .sqs, nil, nil) == "https://sqs.eu-west-1.amazonaws.com")
        #expect(try resolve("eu-west-1", .dynamoDB, nil, nil) == "https://dynamodb.eu-west-1.amazonaws.com")
        #expect(try resolve("cn-north-1", .lambda, nil, nil) == "https://lambda.cn-north-1.amazonaws.com.cn")
        #expect(try resolve("eu-west-1", .s3, "clips", nil) == "https://clips.s3.eu-west-1.amazonaws.com")
        #expect(
            try resolve("eu-west-1", .s3, "my.clips", nil) == "https://s3.eu-west-1.amazonaws.com/my.clips")
        #expect(
            try resolve("eu-west-1", .s3, "Old_Name", nil) == "https://s3.eu-west-1.amazonaws.com/Old_Name")
        #expect(
            try resolve("eu-west-1", .s3, "a/../b", nil) == "https://s3.eu-west-1.amazonaws.com/a%2F..%2Fb")
        #expect(
            try resolve("eu-west-1", .s3, "clips", "http://127.0.0.1:5000/") == "http://127.0.0.1:5000/clips")
        #expect(try resolve("eu-west-1", .sqs, nil, "HTTP://Host:80/base/") == "http://host/base")
        #expect(try resolve("eu-west-1", .sqs, nil, "https://[::1]:4566") == "https://[::1]:4566")
    }
}
