import COpenSSL

/// A device's private key, and the request that has it signed, both as PEM, by OpenSSL.
struct DeviceKey: Sendable {
    /// PKCS #8 (RFC 5958).
    let pem: String
    /// PKCS #10 (RFC 2986).
    let request: String

    /// OpenSSL could not make or read a key.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A new key on the curve P-256, which AWS IoT signs ("CreateCertificateFromCsr", AWS IoT API Reference).
    ///
    /// - Parameter name: the device's, for people who look at the certificate; AWS IoT goes by the thing that it is
    ///   attached to.
    init(name: String) throws(Failure) {
        guard let key = COpenSSL_new_key() else {
            throw Failure(description: "OpenSSL cannot make a key on the curve P-256")
        }
        defer { EVP_PKEY_free(key) }
        try self.init(key, name: name)
    }

    /// A key that is there already.
    init(pem: String, name: String) throws(Failure) {
        guard let key = Self.key(pem) else {
            throw Failure(description: "it is no private key without a password")
        }
        defer { EVP_PKEY_free(key) }
        try self.init(key, name: name)
    }

    /// Whether a certificate is of a key, both as PEM.
    static func isKey(_ key: String, ofCertificate certificate: String) -> Bool {
        guard let key = Self.key(key) else { return false }
        defer { EVP_PKEY_free(key) }
        guard let memory = memory(holding: certificate) else { return false }
        defer { BIO_free(memory) }
        guard let certificate = PEM_read_bio_X509(memory, nil, nil, nil) else { return false }
        defer { X509_free(certificate) }
        return X509_check_private_key(certificate, key) == 1
    }

    /// A key without a password; nil if the text is not one. OpenSSL would ask on the terminal for a password.
    private static func key(_ pem: String) -> OpaquePointer? {
        guard let memory = memory(holding: pem) else { return nil }
        defer { BIO_free(memory) }
        return PEM_read_bio_PrivateKey(memory, nil, { _, _, _, _ in 0 }, nil)
    }

    private static func memory(holding text: String) -> OpaquePointer? {
        guard let memory = BIO_new(BIO_s_mem()) else { return nil }
        let bytes = Array(text.utf8)
        guard BIO_write(memory, bytes, Int32(clamping: bytes.count)) == bytes.count else {
            BIO_free(memory)
            return nil
        }
        return memory
    }

    private init(_ key: OpaquePointer, name: String) throws(Failure) {
        guard let request = X509_REQ_new() else { throw Failure(description: "OpenSSL has no memory") }
        defer { X509_REQ_free(request) }
        // A common name has 64 characters at most (X.520, ub-common-name).
        let commonName = Array(
            name.unicodeScalars.prefix(64).map(Character.init).map(String.init).joined().utf8)
        guard
            X509_NAME_add_entry_by_txt(
                X509_REQ_get_subject_name(request), "CN", MBSTRING_UTF8, commonName,
                Int32(clamping: commonName.count), -1, 0) == 1,
            X509_REQ_set_pubkey(request, key) == 1, X509_REQ_sign(request, key, EVP_sha256()) > 0,
            let pem = Self.text({ PEM_write_bio_PrivateKey($0, key, nil, nil, 0, nil, nil) }),
            let text = Self.text({ PEM_write_bio_X509_REQ($0, request) })
        else {
            throw Failure(description: "OpenSSL cannot write a request for a certificate")
        }
        self.pem = pem
        self.request = text
    }

    /// What is written to memory; nil where that fails.
    private static func text(_ write: (OpaquePointer) -> Int32) -> String? {
        guard let memory = BIO_new(BIO_s_mem()) else { return nil }
        defer { BIO_free(memory) }
        guard write(memory) == 1 else { return nil }
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = BIO_read(memory, &buffer, Int32(buffer.count)), count > 0 {
            text += buffer.prefix(Int(count))
        }
        return String(validating: text, as: UTF8.self)
    }
}
