import WireFormats

/// What a device needs to be who it is: `rollcall devices add` writes it, `rollcall provision` installs it.
struct DeviceFile: Codable, Equatable, Sendable {
    var device: String
    var region: String
    var bucket: String
    var extractor: String
    var queueUrl: String
    /// AWS IoT's credential provider, a host.
    var endpoint: String
    var roleAlias: String
    var thing: String
    /// PEM.
    var certificate: String
    /// PEM; nil where the device has made its key itself.
    var key: String?

    /// More is no such file.
    static let maximumBytes = 1 << 16

    /// The file's bytes.
    func bytes() throws -> [UInt8] { try JSON.encode(self) + [UInt8(ascii: "\n")] }
}

extension DeviceFile {
    /// Reads a file.
    ///
    /// - Throws: `ProvisioningError`.
    init(path: String) throws(ProvisioningError) {
        let bytes = try ProvisioningInput.bytes(path, maximum: Self.maximumBytes)
        guard let file = try? JSON.decode(Self.self, from: bytes) else {
            throw .unusable(path, reason: "it is no device's file: `rollcall devices add` writes one")
        }
        self = file
    }
}
