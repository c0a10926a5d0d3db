import AWSClients
import ArgumentParser
import RollcallServices

/// `rollcall devices add`
struct DevicesAddCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Give a device an alias of the Extractor, a queue and a certificate of its own.",
        discussion: """
            Writes one file, with which `rollcall provision` makes a Raspberry Pi this device. It holds the device's \
            private key: whoever has the file is the device. With --request the key is the Pi's own, and the file is no \
            secret. A device that has a certificate gets another one after `rollcall devices revoke`.

            With --policy there is no certificate: what the device's user may do, whose keys it gets, is written to \
            standard output. Adding a device again writes it again.
            """)

    @Argument(help: "The device's id.")
    var id: String

    @Option(help: ArgumentHelp("The file that is written. (default: ID.device.json)", valueName: "file"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            "Sign the request that `rollcall provision --request` wrote on the Pi.", valueName: "file"))
    var request: String?

    @Flag(help: "Write a policy for a user with keys, in place of a certificate.")
    var policy = false

    @OptionGroup(title: "Cloud options") var options: SettingsOptions

    func validate() throws {
        guard !policy || (output == nil && request == nil) else {
            throw ValidationError("--policy makes no certificate: it goes without --output and --request.")
        }
    }

    func run(_ context: CommandContext) async throws {
        let bucket = try context.settings.requiredBucket()
        try await context.withDevices { devices in
            let refusal =
                DeviceName.registrationRefusal(id, queueName: devices.queueName(of: id))
                ?? (policy ? nil : DeviceCertificates.refusal(id))
            if let refusal {
                throw SettingsError.invalid(layer: SettingsLoader.commandLine, key: .device, reason: refusal)
            }
            // What cannot be read is known before anything is made.
            let key = try request == nil ? DeviceKey(name: id) : nil
            let signed = try request.map(Self.read) ?? key?.request ?? ""
            let path = output ?? "\(id).device.json"
            if !policy {
                do {
                    try OutputFile.checkFolder(of: path)
                } catch {
                    throw ProvisioningError.unwritable(path, reason: "\(error)")
                }
            }
            let (alias, queue) = try await devices.add(id)
            context.console.notice("\(id) may invoke \(alias)\nand receives from \(queue)")
            guard !policy else {
                context.console.notice(
                    "In its configuration: \"device\": \"\(id)\", \"extractor\": \"\(devices.extractor):{device}\""
                )
                let document = try DevicePolicy(
                    device: id, bucket: bucket, aliasARN: alias, queueARN: queue
                ).document()
                return context.console.line(DisplayText(jsonText: document))
            }
            let certificates = devices.certificates
            let (endpoint, certificate): (String, IoTClient.Certificate)
            do {
                endpoint = try await certificates.iot.credentialProvider()
                certificate = try await certificates.issue(to: id, request: signed)
            } catch {
                context.console.notice(
                    "Alias and queue stay. `rollcall devices add \(id)` goes on from here, `rollcall devices remove \(id)` "
                        + "takes them away.")
                throw error
            }
            let file = DeviceFile(
                device: id, region: devices.region, bucket: bucket,
                extractor: "\(devices.extractor):{device}",
                queueUrl: devices.queues.text, endpoint: endpoint, roleAlias: certificates.roleAlias,
                thing: id,
                certificate: certificate.certificatePem, key: key?.pem)
            do {
                try OutputFile.write(file.bytes(), to: path, isPrivate: true)
            } catch {
                throw ProvisioningError.unwritable(
                    path, reason: "\(error). `rollcall devices revoke \(id)` ends its certificate")
            }
            context.console.line("\(path)")
            context.console.notice("On the device: sudo rollcall setup --device-file \(path)")
        }
    }

    private static func read(_ path: String) throws(ProvisioningError) -> String {
        let text = String(
            decoding: try ProvisioningInput.bytes(path, maximum: DeviceFile.maximumBytes), as: UTF8.self)
        guard text.contains("-----BEGIN CERTIFICATE REQUEST-----") else {
            throw .unusable(
                path, reason: "it is no certificate request, which `rollcall provision --request` writes")
        }
        return text
    }
}
