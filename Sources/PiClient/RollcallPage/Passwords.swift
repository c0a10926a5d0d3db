internal import COpenSSL
internal import WireFormats

/// The hashes of the page's passwords, one a role, and the tokens of its feeds.
package struct Passwords: Sendable, Codable {
    private var hashes: [String: Hash] = [:]
    /// What stands in the address of the calendar and of the list: who knows it reads the roll.
    package private(set) var feedToken: String?

    /// scrypt's output and what went in (RFC 7914).
    private struct Hash: Sendable, Codable {
        var salt: Base64Bytes
        var key: Base64Bytes
        var cost: UInt64
    }

    /// 2^15 blocks of 8: 32 MiB and a tenth of a second a try ("Password Storage Cheat Sheet", OWASP).
    private static let cost: UInt64 = 1 << 15
    private static let minimumLength = 8
    /// More is no password.
    static let maximumBytes = 1024

    /// No password.
    package init() {}

    /// The passwords of a file's bytes.
    ///
    /// - Throws: what decoding throws.
    package init(file bytes: [UInt8]) throws {
        self = try JSON.decode(Self.self, from: bytes)
    }

    /// What a file of them holds.
    package func file() throws -> [UInt8] { try JSON.encode(self, sortingKeys: true) }

    /// Whether there is none.
    package var isEmpty: Bool { hashes.isEmpty }

    /// Sets a role's password.
    ///
    /// - Throws: `PageError.shortPassword`.
    package mutating func set(_ password: String, for role: PageRole) throws(PageError) {
        guard password.count >= Self.minimumLength, password.utf8.count <= Self.maximumBytes else {
            throw .shortPassword(minimum: Self.minimumLength)
        }
        let salt = Self.randomBytes(16)
        guard let key = Self.scrypt(password, salt: salt, cost: Self.cost) else {
            throw .passwordFile("memory", reason: "scrypt failed")
        }
        hashes[role.rawValue] = Hash(salt: Base64Bytes(salt), key: Base64Bytes(key), cost: Self.cost)
    }

    /// Makes a new token for the feeds; the earlier one is of no use any more.
    package mutating func renewFeedToken() -> String {
        let token = Self.token()
        feedToken = token
        return token
    }

    /// What somebody may do who knows this password; nil for a wrong one. Takes as long for a wrong one.
    func role(of password: String) -> PageRole? {
        guard password.utf8.count <= Self.maximumBytes else { return nil }
        var found: PageRole?
        for role in PageRole.allCases {
            guard let hash = hashes[role.rawValue], hash.cost <= Self.cost << 3,
                let key = Self.scrypt(password, salt: hash.salt.bytes, cost: hash.cost)
            else { continue }
            if Self.isEqual(key, hash.key.bytes) { found = role }
        }
        return found
    }

    /// 256 random bits that may stand in an address.
    static func token() -> String {
        randomBytes(32).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// Compares in a time that does not tell where they differ.
    static func isEqual(_ one: some Sequence<UInt8>, _ other: some Sequence<UInt8>) -> Bool {
        let (one, other) = (Array(one), Array(other))
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func randomBytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    private static func scrypt(_ password: String, salt: [UInt8], cost: UInt64) -> [UInt8]? {
        let password = Array(password.utf8)
        var key = [UInt8](repeating: 0, count: 32)
        let status = COpenSSL_scrypt(password, password.count, salt, salt.count, cost, &key, key.count)
        return status == 1 ? key : nil
    }
}
