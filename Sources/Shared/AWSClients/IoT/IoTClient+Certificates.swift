import WireFormats

extension IoTClient {
    /// A certificate that AWS IoT has signed.
    package struct Certificate: Decodable, Sendable, Hashable {
        /// `arn:aws:iot:eu-central-1:123456789012:cert/` and the certificate's id.
        package let certificateArn: String
        /// The certificate itself, as PEM.
        package let certificatePem: String
    }

    /// Has a request signed; the certificate may be used at once ("CreateCertificateFromCsr").
    ///
    /// - Parameter request: PKCS #10, as PEM, of a key on the curve P-256, P-384 or P-521 or of RSA with 2048 bits or
    ///   more.
    package func sign(request text: String) async throws(AWSError) -> Certificate {
        struct Input: Encodable { let certificateSigningRequest: String }
        var request = request("CreateCertificateFromCsr", .post, "/certificates", on: nil)
        request.query = [("setAsActive", "true")]
        try request.setJSON(Input(certificateSigningRequest: text))
        return try await session.send(request).decode(request)
    }

    /// Ends a certificate: nobody is given credentials for it any more ("UpdateCertificate").
    package func revoke(certificate arn: String) async throws(AWSError) {
        var request = request("UpdateCertificate", .put, path(arn), on: arn)
        request.query = [("newStatus", "REVOKED")]
        _ = try await session.send(request)
    }

    /// Deletes a certificate that has ended, is no thing's and has no policy ("DeleteCertificate").
    package func delete(certificate arn: String) async throws(AWSError) {
        _ = try await session.send(request("DeleteCertificate", .delete, path(arn), on: arn))
    }

    /// Gives a certificate a policy ("AttachPolicy").
    ///
    /// - Throws: ``AWSError`` with code `ResourceNotFoundException` when there is no such policy.
    package func attach(policy: String, toCertificate arn: String) async throws(AWSError) {
        try await setPolicy("AttachPolicy", .put, policy, arn)
    }

    /// Takes a policy from a certificate ("DetachPolicy").
    package func detach(policy: String, fromCertificate arn: String) async throws(AWSError) {
        try await setPolicy("DetachPolicy", .post, policy, arn)
    }

    private func setPolicy(
        _ operation: String, _ method: HTTPMethod, _ policy: String, _ arn: String
    ) async throws(AWSError) {
        struct Input: Encodable { let target: String }
        var request = request(
            operation, method, "/target-policies/" + PercentEncoding.encode(policy), on: policy)
        try request.setJSON(Input(target: arn))
        _ = try await session.send(request)
    }

    private func path(_ arn: String) -> String {
        "/certificates/" + PercentEncoding.encode(arn.split(separator: "/").last.map(String.init) ?? arn)
    }
}
