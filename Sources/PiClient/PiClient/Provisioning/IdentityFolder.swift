import AWSClients
import FoundationEssentials
import Glibc
import WireFormats

/// The folder with a device's configuration, certificate and key, `/etc/rollcall` on a Raspberry Pi.
///
/// What is private may be read by the service's user alone, where there is one and root writes.
struct IdentityFolder: Sendable {
    let path: String
    /// The user that the service runs as.
    var user = "rollcall"

    var configuration: String { path + "/config.json" }
    var certificate: String { path + "/device.pem" }
    var key: String { path + "/device.key" }

    /// Makes the device's key, unless there is one, and returns the request that has it signed.
    ///
    /// - Throws: `ProvisioningError`.
    func makeRequest(name: String) throws(ProvisioningError) -> String {
        let kept = try keptKey()
        let made: DeviceKey
        do throws(DeviceKey.Failure) {
            if let kept {
                made = try DeviceKey(pem: kept, name: name)
            } else {
                made = try DeviceKey(name: name)
            }
        } catch {
            throw .unusable(key, reason: error.description)
        }
        if kept == nil {
            try makeFolder()
            try write(Array(made.pem.utf8), to: key, mode: 0o600)
        }
        return made.request
    }

    /// Makes this machine a device: writes its certificate, key and configuration. What else is configured stays.
    ///
    /// - Parameter source: the file's path, for errors.
    /// - Throws: `ProvisioningError`; nothing is written where certificate and key do not belong together.
    func install(_ file: DeviceFile, from source: String) throws(ProvisioningError) {
        if let refusal = DeviceName.refusal(file.device) { throw .unusable(source, reason: refusal) }
        var pem = file.key
        if pem == nil { pem = try keptKey() }
        guard let pem else {
            throw .unusable(
                source,
                reason: "it has no key and \(key) is not there: it answers the request of another machine")
        }
        guard DeviceKey.isKey(pem, ofCertificate: file.certificate) else {
            throw .unusable(
                source,
                reason: "its certificate is not of the key \(file.key == nil ? "in \(key)" : "beside it")")
        }
        let settings = try mergedConfiguration(file)
        try makeFolder()
        try write(Array(pem.utf8), to: key, mode: 0o600)
        try write(Array(file.certificate.utf8), to: certificate, mode: 0o600)
        try write(settings, to: configuration, mode: 0o644)
    }

    /// Makes an empty configuration, unless there is one.
    ///
    /// - Throws: `ProvisioningError`.
    func makeConfiguration() throws(ProvisioningError) {
        guard access(configuration, F_OK) != 0 else { return }
        try makeFolder()
        try change([:])
    }

    /// Changes settings whose values are texts; the others stay. From then on only its owner may read the
    /// configuration: the address of a camera may hold a password.
    ///
    /// - Throws: `ProvisioningError`.
    func change(_ changes: [SettingKey: String]) throws(ProvisioningError) {
        var settings = try ConfigurationText.read(configuration)
        for (key, value) in changes { settings[key] = .string(value) }
        try write(try bytes(of: settings), to: configuration, mode: 0o600)
    }

    /// The identity that ``install(_:from:)`` has made.
    func identity(_ file: DeviceFile, authorities: String?) -> DeviceIdentity {
        DeviceIdentity(
            endpoint: file.endpoint, roleAlias: file.roleAlias, thing: file.thing, certificate: certificate,
            key: key, authorities: authorities)
    }

    private func keptKey() throws(ProvisioningError) -> String? {
        try ProvisioningInput.bytesIfThere(key, maximum: DeviceFile.maximumBytes).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private func mergedConfiguration(_ file: DeviceFile) throws(ProvisioningError) -> [UInt8] {
        var settings = try ConfigurationText.read(configuration)
        settings[.device] = .string(file.device)
        settings[.bucket] = .string(file.bucket)
        settings[.extractor] = .string(file.extractor)
        settings[.queueURL] = .string(file.queueUrl)
        settings[.region] = .string(file.region)
        settings[.identityEndpoint] = .string(file.endpoint)
        settings[.identityRoleAlias] = .string(file.roleAlias)
        settings[.identityThing] = .string(file.thing)
        settings[.identityCertificate] = .string(certificate)
        settings[.identityKey] = .string(key)
        return try bytes(of: settings)
    }

    /// Nothing is written in place of a configuration that cannot be.
    private func bytes(of settings: ConfigurationText) throws(ProvisioningError) -> [UInt8] {
        do { return try settings.bytes() } catch { throw .unwritable(configuration, reason: "\(error)") }
    }

    private func makeFolder() throws(ProvisioningError) {
        // Not private: whoever looks for a fault reads the configuration.
        guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
            throw .unwritable(path, reason: SystemCallError.last.description)
        }
    }

    private func write(_ bytes: [UInt8], to path: String, mode: mode_t) throws(ProvisioningError) {
        // A file that was private before stays so.
        var before = stat()
        let mode = stat(path, &before) == 0 ? mode & before.st_mode : mode
        do throws(SystemCallError) {
            try OutputFile.write(bytes, to: path, isPrivate: true)
            if geteuid() == 0, let owner = getpwnam(user)?.pointee, mode & 0o077 == 0 {
                guard chown(path, owner.pw_uid, owner.pw_gid) == 0 else { throw SystemCallError.last }
            }
            guard chmod(path, mode) == 0 else { throw SystemCallError.last }
        } catch {
            throw .unwritable(path, reason: error.description)
        }
    }
}
