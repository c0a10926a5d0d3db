import TestSupport
import Testing

@testable import AWSClients

/// Every region of every partition that botocore knows, and some that do not exist yet.
@Suite(.enabled(if: BotocoreOracle.interpreter != nil, "\(BotocoreOracle.missing)"))
struct EndpointOracleTests {
    private struct Answer: Decodable {
        let region: String
        let service: String
        let bucket: String?
        let fips: Bool
        let dualStack: Bool
        /// nil where botocore knows no such endpoint.
        let url: String?
    }

    private static let script = """
        import json, sys
        import botocore.loaders, botocore.exceptions
        from botocore.endpoint_provider import EndpointProvider
        loader = botocore.loaders.create_loader()
        partitions = loader.load_data("partitions")
        regions = ["eu-central-9", "cn-south-7", "us-gov-north-1", "eusc-de-west-2", "us-isob-south-1", "mx-north-3"]
        for partition in partitions["partitions"]:
            regions += [r for r in partition["regions"] if not r.endswith("-global")]
        answers = []
        for service in json.load(sys.stdin):
            rules = loader.load_service_model(service.lower(), "endpoint-rule-set-1")
            provider = EndpointProvider(rules, partitions)
            for region in regions:
                for bucket in [None, "clips", "my.clips"] if service == "S3" else [None]:
                    for fips in False, True:
                        for dual in False, True:
                            parameters = dict(Region=region, UseFIPS=fips, UseDualStack=dual)
                            if bucket:
                                parameters["Bucket"] = bucket
                            try:
                                url = provider.resolve_endpoint(**parameters).url
                            except botocore.exceptions.EndpointProviderError:
                                url = None
                            answers.append(dict(
                                region=region, service=service, bucket=bucket, fips=fips, dualStack=dual, url=url))
        print(json.dumps(answers))
        """

    @Test
    func namesHostsAsBotocoreDoes() async throws {
        let answers = try await BotocoreScript.answer(
            Self.script, to: AWSService.allCases.map(\.rawValue), as: [Answer].self)
        #expect(answers.count > 1000)
        let credentials = StaticCredentials(AWSCredentials(accessKeyID: "a", secretAccessKey: "b"))
        for answer in answers {
            var configuration = AWSConfiguration(region: answer.region, credentials: credentials)
            configuration.variants = EndpointVariants(useFIPS: answer.fips, useDualStack: answer.dualStack)
            let service = try #require(AWSService(rawValue: answer.service))
            let resolver = try? EndpointResolver(configuration)
            // A session is refused as a whole where one of its services is.
            guard let expected = answer.url, let resolver else {
                #expect(resolver == nil && answer.region.hasPrefix("cn-") && answer.fips, "\(answer)")
                continue
            }
            let parts = resolver.resolve(service, bucket: answer.bucket)
            #expect("\(parts.scheme)://\(parts.authority)\(parts.path)" == expected, "\(answer)")
        }
    }

    @Test(arguments: [
        "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT", "use_fips_endpoint", "use_dualstack_endpoint",
    ])
    func takesTheVariantFromVariablesAndProfiles(_ name: String) throws {
        let isVariable = name.hasPrefix("AWS_")
        let variant = { (value: String) throws in
            try withSharedFiles(
                [isVariable ? name : "UNUSED": value],
                config: isVariable ? "" : "[default]\n\(name) = \(value)\n"
            ) { try AWSConfiguration(environment: $0).variants }
        }
        let isFIPS = name.lowercased().contains("fips")
        #expect(try variant("True") == EndpointVariants(useFIPS: isFIPS, useDualStack: !isFIPS))
        #expect(try variant("false") == EndpointVariants())
        #expect(throws: AWSError.self) { try variant("yes, please") }
    }

    @Test
    func refusesAVariantOfAnEndpointThatIsGiven() {
        var configuration = AWSConfiguration(
            region: "us-east-1",
            credentials: StaticCredentials(AWSCredentials(accessKeyID: "a", secretAccessKey: "b")),
            endpoint: "http://127.0.0.1:5000")
        configuration.variants.useFIPS = true
        #expect(throws: AWSError.self) { try EndpointResolver(configuration) }
    }
}
