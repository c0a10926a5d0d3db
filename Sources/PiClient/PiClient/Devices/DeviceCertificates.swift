import AWSClients
import RollcallServices

/// The certificates of devices: each is a thing of AWS IoT, and whoever has its certificate is given its credentials.
///
/// The role's policy is one for all, in which `${credentials-iot:ThingName}` is the device ("Authorizing direct calls
/// to AWS services using AWS IoT Core credential provider", AWS IoT Core Developer Guide): the operator, who adds
/// devices, need not be able to make roles.
struct DeviceCertificates: Sendable {
    let iot: IoTClient
    /// The name of the role alias, and of the policy that allows to use it; the template makes both.
    let roleAlias: String

    /// What the template calls both in a stack.
    static func roleAlias(ofStack stack: String) -> String { stack + "-device" }

    /// Why a device of this id can have no certificate; nil if it can.
    ///
    /// In the role's policy the thing's name stands for the alias, the queue and the folder, so they must be one name.
    static func refusal(_ device: String) -> String? {
        guard DeviceAlias(device: device).name == device else {
            return "an id with a certificate has letters, digits and - alone, and not only digits: "
                + "the device's name in AWS IoT, its alias, queue and folder are one"
        }
        return nil
    }

    /// Has a request signed and makes the certificate the device's.
    ///
    /// - Throws: `DeviceCertificateError.hasOne`, `AWSError`.
    func issue(to device: String, request: String) async throws -> IoTClient.Certificate {
        guard try await iot.certificates(ofThing: device).isEmpty else {
            throw DeviceCertificateError.hasOne(device)
        }
        try await iot.createThing(device)
        let certificate = try await iot.sign(request: request)
        do throws(AWSError) {
            // Last, so that whoever stops in between is told to revoke it.
            try await iot.attach(certificate: certificate.certificateArn, toThing: device)
            try await iot.attach(policy: roleAlias, toCertificate: certificate.certificateArn)
        } catch {
            try? await end(certificate.certificateArn, of: device)
            if error.isNotFound { throw DeviceCertificateError.noPolicy(roleAlias) }
            throw error
        }
        return certificate
    }

    /// Ends a device's certificates.
    ///
    /// - Returns: how many there were.
    /// - Throws: `AWSError`.
    func revoke(_ device: String) async throws(AWSError) -> Int {
        let certificates = try await iot.certificates(ofThing: device)
        for certificate in certificates { try await end(certificate, of: device) }
        return certificates.count
    }

    private func end(_ certificate: String, of device: String) async throws(AWSError) {
        // First of all, so that it gets no more credentials whatever fails then.
        try await iot.revoke(certificate: certificate)
        try await iot.detach(certificate: certificate, fromThing: device)
        do throws(AWSError) {
            try await iot.detach(policy: roleAlias, fromCertificate: certificate)
        } catch  where error.isNotFound {
            // It had another deployment's.
        }
        try await iot.delete(certificate: certificate)
    }
}

/// Why a device is given no certificate.
enum DeviceCertificateError: Error, CustomStringConvertible {
    case hasOne(String)
    case noPolicy(String)

    var description: String {
        switch self {
        case .hasOne(let device):
            "\(device) has a certificate. `rollcall devices revoke \(device)` ends it; then add the device again."
        case .noPolicy(let policy):
            "AWS IoT has no policy \(policy) in this account and region. `make deploy` makes it; without it, "
                + "`rollcall devices add --policy` writes a policy for a user with keys."
        }
    }
}
