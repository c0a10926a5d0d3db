import Foundation
import TestSupport

/// mosquitto on a free port of 127.0.0.1, with one user, `pi`, whose password is `open sesame`.
final class MosquittoServer: Sendable {
    let port: Int
    /// The certificate authority of a server that speaks TLS; nil for one that does not.
    let authorities: String?
    private let process: Process

    static let isAvailable = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto_sub", "/usr/bin/mosquitto_passwd"]
        .allSatisfy {
            FileManager.default.isExecutableFile(atPath: $0)
        }

    init(isSecure: Bool = false) async throws {
        let folder = try Scratch.folder()
        port = try freePort()
        var lines = [
            "listener \(port) 127.0.0.1", "allow_anonymous false", "password_file \(folder)/passwords",
            "user root", "persistence false",
        ]
        if isSecure {
            let (certificate, key) = try await Self.makeCertificate()
            lines += ["certfile \(certificate)", "keyfile \(key)"]
            authorities = certificate
        } else {
            authorities = nil
        }
        try Data(lines.joined(separator: "\n").utf8).write(
            to: URL(fileURLWithPath: folder + "/mosquitto.conf"))
        let made = try await Subprocess.run(
            "/usr/bin/mosquitto_passwd", ["-b", "-c", folder + "/passwords", "pi", "open sesame"])
        guard made.status == 0 else { throw MosquittoError(text: made.errorText) }
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/mosquitto")
        process.arguments = ["-c", folder + "/mosquitto.conf"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while !isListening(port: port) {
            guard process.isRunning else { throw MosquittoError(text: "mosquitto ended") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    func stop() {
        // SIGTERM may be blocked in whatever runs the tests, and so in what they start.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The last messages on topics, by topic, when so many came.
    func messages(
        below topic: String, count: Int, as clientID: String = "subscriber"
    ) async throws -> [String: String] {
        let secure = authorities.map { ["--cafile", $0] } ?? []
        let result = try await Subprocess.run(
            "/usr/bin/mosquitto_sub",
            [
                "-h", "localhost", "-p", "\(port)", "-u", "pi", "-P", "open sesame", "-i", clientID, "-t",
                topic, "-v",
                "-C", "\(count)", "-W", "30",
            ] + secure)
        guard result.status == 0 else { throw MosquittoError(text: result.text + result.errorText) }
        return result.text.split(separator: "\n").reduce(into: [:]) { messages, line in
            let parts = line.split(separator: " ", maxSplits: 1)
            messages[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
    }

    /// A certificate for localhost that vouches for itself, and its key.
    static func makeCertificate() async throws -> (certificate: String, key: String) {
        let folder = try Scratch.folder()
        let (certificate, key) = (folder + "/certificate.pem", folder + "/key.pem")
        let made = try await Subprocess.run(
            "openssl",
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days",
                "2",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
            ])
        guard made.status == 0 else { throw MosquittoError(text: made.errorText) }
        return (certificate, key)
    }
}

struct MosquittoError: Error {
    let text: String
}
