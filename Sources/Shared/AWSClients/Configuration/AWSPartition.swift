/// A group of regions with domains of its own ("Partitions", AWS Whitepaper "AWS Fault Isolation Boundaries"; the
/// domains are those of the AWS SDKs' `partitions.json`).
struct AWSPartition: Sendable, Hashable {
    /// `aws`, `aws-cn`, ….
    let name: String
    /// What hosts end with.
    let domain: String
    /// What hosts with IPv6 addresses end with.
    let dualStackDomain: String

    /// The partition that a region belongs to: a region to come is known by its first part.
    init(ofRegion region: String) {
        self = Self.byPrefix.first { region.hasPrefix($0.prefix) }?.partition ?? Self.commercial
    }

    private init(_ name: String, _ domain: String, _ dualStackDomain: String) {
        self.name = name
        self.domain = domain
        self.dualStackDomain = dualStackDomain
    }

    private static let commercial = AWSPartition("aws", "amazonaws.com", "api.aws")

    private static let byPrefix: [(prefix: String, partition: AWSPartition)] = [
        ("cn-", AWSPartition("aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn")),
        ("us-gov-", AWSPartition("aws-us-gov", "amazonaws.com", "api.aws")),
        ("eusc-", AWSPartition("aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu")),
        ("us-iso-", AWSPartition("aws-iso", "c2s.ic.gov", "api.aws.ic.gov")),
        ("us-isob-", AWSPartition("aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud")),
        ("eu-isoe-", AWSPartition("aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk")),
        ("us-isof-", AWSPartition("aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov")),
    ]
}
