import Foundation
import TestSupport

@testable import AWSClients

/// Requests that nobody would send and anybody might: reproducible by the seed.
struct HostileRandom: RandomNumberGenerator {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func next() -> UInt64 { generator.next() }

    mutating func chance(_ part: Double) -> Bool {
        Double.random(in: 0..<1, using: &self) < part
    }

    /// Text of any characters: reserved, control, combining, beyond the basic plane.
    mutating func text(_ lengths: ClosedRange<Int>) -> String {
        let pieces = [
            "a", "B", "7", "/", "//", ".", "..", "./", "~", "-", "_", " ", "  ", "+", "%", "%20", "%2F",
            "%zz",
            "=", "&", "?", "#", ":", ";", "@", "!", "$", "'", "(", ")", "*", ",", "[", "]", "\"", "<", ">",
            "\\", "^", "`", "{", "|", "}", "\u{7f}", "\u{1}", "\t", "\n", "\r", "ü", "u\u{308}", "ሴ", "日本",
            "\u{a0}", "\u{2028}", "\u{fffd}", "😀", "👩‍👩‍👧", "\u{10ffff}", "clip", "1700000000000.h264",
        ]
        return random(pieces, Int.random(in: lengths, using: &self))
    }

    /// A path as it might be sent: no `?` or `#`, and none of the characters that Python's parser drops.
    mutating func wirePath() -> String {
        let pieces = [
            "a", "functions", "/", "/", "//", "/./", "/../", "..", ".", "%3A", "%25", "%", ":", "+", " x",
            "=",
            "&", "@", "~", "*", "(", "ü", "日本", "😀", "$LATEST", "[", "]", "'", ",", ";", "!",
        ]
        return "/" + random(pieces, Int.random(in: 0...8, using: &self))
    }

    /// Headers with any case, any order, doubled names, inner white space and names that are not signed.
    mutating func headers() -> [(name: String, value: String)] {
        let names = [
            "My-Header", "my-header", "MY-HEADER2", "a!#$%&'*+.^_`|~", "x_y", "x-y", "Content-Type", "Range",
            "User-Agent", "Connection", "Expect", "X-Amzn-Trace-Id", "x-amz-meta-a", "X-Amz-Meta-B", "zz9",
        ]
        // Python takes further characters for white space: those are left out, no service does.
        let pieces = [
            "v", "  ", "   ", "\t", " \t ", ",", "\"a   b\"", "=", ":", "ü", "日本", "😀", "%20", "+", "~",
        ]
        return (0..<Int.random(in: 0...6, using: &self)).map { _ in
            (names.randomElement(using: &self) ?? "x", random(pieces, Int.random(in: 0...6, using: &self)))
        }
    }

    mutating func query() -> [(name: String, value: String)] {
        var names: Set<String> = []
        return (0..<Int.random(in: 0...5, using: &self)).compactMap { _ in
            let name = text(0...4)
            return names.insert(name).inserted ? (name, text(0...5)) : nil
        }
    }

    mutating func credentials() -> AWSCredentials {
        AWSCredentials(
            accessKeyID: "AKIA" + String(next(), radix: 36).uppercased(),
            secretAccessKey: "+/=" + String(next(), radix: 36) + text(0...2),
            sessionToken: chance(0.5) ? "Fw//+=" + String(next(), radix: 36) + "==" : nil)
    }

    mutating func endpoint() -> String {
        let endpoints = [
            "https://bucket.s3.eu-central-1.amazonaws.com", "http://127.0.0.1:5000",
            "https://example.com:8443",
            "https://example.com:443", "http://example.com:80", "http://[::1]:4566",
        ]
        return endpoints.randomElement(using: &self) ?? endpoints[0]
    }

    private mutating func random(_ pieces: [String], _ count: Int) -> String {
        (0..<count).map { _ in pieces.randomElement(using: &self) ?? "" }.joined()
    }
}
