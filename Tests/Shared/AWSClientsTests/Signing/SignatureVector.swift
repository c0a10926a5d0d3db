import Foundation
import TestSupport
import Testing
import WireFormats

@testable import AWSClients

/// One case of the suite: a folder of a request, a context and what must come of them.
struct SignatureVector: Sendable, CustomTestStringConvertible {
    let folder: URL

    var testDescription: String { folder.lastPathComponent }

    static let all: [SignatureVector] = {
        guard let root = Repository.shared?.appending(path: "data/sigv4") else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
        return names.sorted().map { SignatureVector(folder: root.appending(path: $0)) }
    }()

    struct Context: Decodable {
        struct Credentials: Decodable {
            let accessKeyId: String
            let secretAccessKey: String
            let token: String?
        }

        let credentials: Credentials
        let normalize: Bool
        let region: String
        let service: String
        let signBody: Bool
        let timestamp: Date
        let omitSessionToken: Bool?
    }

    func context() throws -> Context {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(
            Context.self, from: Data(contentsOf: folder.appending(path: "context.json")))
    }

    func file(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }

    /// The token that is sent but not signed, which some services ask for.
    var unsignedToken: String? {
        get throws {
            let context = try context()
            return context.omitSessionToken == true ? context.credentials.token : nil
        }
    }

    func signature() throws -> SignatureV4 {
        let context = try context()
        let credentials = AWSCredentials(
            accessKeyID: context.credentials.accessKeyId,
            secretAccessKey: context.credentials.secretAccessKey,
            sessionToken: try unsignedToken == nil ? context.credentials.token : nil)
        return SignatureV4(
            credentials: credentials, region: context.region, service: context.service,
            date: UnixTime(seconds: context.timestamp.timeIntervalSince1970))
    }

    func request() throws -> Request {
        var request = try Request(file("request.txt"))
        let context = try context()
        request.pathRule = context.normalize ? .normalizedAndEncoded : .encoded
        request.payloadHash = SHA256.hexDigest(of: Array(request.body.utf8))
        if context.signBody { request.payloadHeaders = [("x-amz-content-sha256", request.payloadHash)] }
        return request
    }

    /// A header or parameter for comparison: the case of a header's name does not matter.
    static func line(_ field: (name: String, value: String)) -> String {
        field.name.lowercased() + ":" + field.value
    }
}

extension SignatureVector {
    /// A request as the suite writes it.
    struct Request {
        var method = ""
        var path = ""
        var query: [(name: String, value: String)] = []
        var headers: [(name: String, value: String)] = []
        var body = ""
        var pathRule = CanonicalRequest.PathRule.normalizedAndEncoded
        var payloadHash = ""
        /// Added when the body is to be signed.
        var payloadHeaders: [(name: String, value: String)] = []

        init(_ text: String) throws {
            let parts = text.components(separatedBy: "\n\n")
            body = parts.dropFirst().joined(separator: "\n\n")
            var lines = parts[0].split(separator: "\n").map(String.init)
            readStartLine(lines.removeFirst())
            for line in lines {
                if line.first == " ", let last = headers.indices.last {
                    headers[last].value += "\n" + line
                } else if let colon = line.firstIndex(of: ":") {
                    headers.append((String(line[..<colon]), String(line[line.index(after: colon)...])))
                }
            }
        }

        private mutating func readStartLine(_ line: String) {
            // The path may hold spaces.
            let words = line.components(separatedBy: " ")
            method = words[0]
            let target = words.dropFirst().dropLast().joined(separator: " ")
            let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
            path = String(parts[0])
            guard parts.count == 2 else { return }
            query = parts[1].split(separator: "&").map { pair in
                let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (
                    PercentEncoding.decodeLeniently(String(sides[0])),
                    sides.count == 2 ? PercentEncoding.decodeLeniently(String(sides[1])) : ""
                )
            }
        }
    }
}
