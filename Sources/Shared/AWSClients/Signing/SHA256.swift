import COpenSSL

/// SHA-256 (FIPS 180-4) and HMAC (RFC 2104) by OpenSSL.
enum SHA256 {
    static let byteCount = 32

    /// The digest of `bytes`. OpenSSL fails only for want of memory; the digest is all zeros then, which no
    /// service accepts.
    static func digest(of bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: byteCount) { digest, count in
            digest.initialize(repeating: 0)
            count = byteCount
            guard let target = digest.baseAddress else { return }
            _ = bytes.withUnsafeBytes { COpenSSL_sha256($0.baseAddress, $0.count, target) }
        }
    }

    static func hexDigest(of bytes: [UInt8]) -> String {
        hex(digest(of: bytes))
    }

    /// The message authentication code of `bytes` under `key`.
    static func authenticationCode(of bytes: some Sequence<UInt8>, key: [UInt8]) -> [UInt8] {
        let message = Array(bytes)
        return [UInt8](unsafeUninitializedCapacity: byteCount) { code, count in
            code.initialize(repeating: 0)
            count = byteCount
            guard let target = code.baseAddress else { return }
            key.withUnsafeBytes { key in
                message.withUnsafeBufferPointer { message in
                    guard let key0 = key.baseAddress, let message0 = message.baseAddress else { return }
                    _ = COpenSSL_hmac_sha256(key0, key.count, message0, message.count, target)
                }
            }
        }
    }

    /// Bytes in lowercase hexadecimal.
    static func hex(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
            for (index, byte) in bytes.enumerated() {
                text[2 * index] = digits[Int(byte >> 4)]
                text[2 * index + 1] = digits[Int(byte & 15)]
            }
            return 2 * bytes.count
        }
    }
}
