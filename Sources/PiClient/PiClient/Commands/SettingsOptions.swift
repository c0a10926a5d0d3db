import ArgumentParser
import Configuration

/// The settings that every command takes on its command line.
struct SettingsOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The configuration file.", valueName: "file"))
    var config: String?

    @Option(help: "This device's id, the folder of its clips in S3. (default: the host's name)")
    var device: String?

    @Option(help: "The S3 bucket.")
    var bucket: String?

    @Option(help: "The students' DynamoDB table. (default: StudentDB)")
    var table: String?

    @Option(help: ArgumentHelp("The SQS queue of results.", valueName: "url"))
    var queueUrl: String?

    @Option(help: "The Extractor's name or ARN. (default: Extractor)")
    var extractor: String?

    @Option(help: "The Recognizer's name or ARN. (default: Recognizer)")
    var recognizer: String?

    @Option(help: "The AWS region.")
    var region: String?

    @Option(help: "The profile in AWS's configuration files.")
    var profile: String?

    @Option(help: ArgumentHelp("One endpoint for all services, as emulators have.", valueName: "url"))
    var endpoint: String?

    var flags: [SettingKey: ConfigValue] {
        let texts: [SettingKey: String?] = [
            .device: device, .bucket: bucket, .table: table, .queueURL: queueUrl, .extractor: extractor,
            .recognizer: recognizer, .region: region, .profile: profile, .endpoint: endpoint,
        ]
        return texts.compactMapValues { $0.map { ConfigValue(.string($0), isSecret: false) } }
    }
}
