/// Codes by which a receiver knows who sent a message (RFC 2104).
package enum MessageCode {
    /// The HMAC-SHA256 of a message, in lowercase hexadecimal.
    package static func sha256(_ message: [UInt8], key: [UInt8]) -> String {
        SHA256.hex(SHA256.authenticationCode(of: message, key: key))
    }
}
