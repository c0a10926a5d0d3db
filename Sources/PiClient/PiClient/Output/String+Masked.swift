extension String {
    /// An address with `***` in place of its path, which is a password where a chat's webhook or a feed's token is in
    /// it.
    var withoutPath: String {
        guard let match = masked.firstMatch(of: /^([^:\/]+:\/\/[^\/?#]+)[\/?#]./) else { return masked }
        return "\(match.1)/***"
    }

    /// The text with the passwords in its addresses as `***`: `rtsp://user:***@camera` (RFC 3986, section 3.2.1), and
    /// in the parameters that cameras' addresses have, `password=***`.
    var masked: String {
        maskedAddresses.maskedParameters
    }

    // A regular expression is parsed each time that it is used, which takes longer than all else that is done to a
    // line.

    private var maskedAddresses: String {
        guard utf8.contains(UInt8(ascii: "@")), contains("://") else { return self }
        // A password may hold an @ itself: the last one before the path ends it. One with a slash is not as it should
        // be, and no port.
        return replacing(/(:\/\/[^\/\s:@]*:)(?:[^\/\s]*|[^\/\s]*[^\/\s\d][^\/\s]*\/[^\s]*)@/) {
            "\($0.output.1)***@"
        }
    }

    private var maskedParameters: String {
        guard utf8.contains(UInt8(ascii: "=")) else { return self }
        return replacing(/(?i)((?:password|passwd|passw|pass|pwd|psw|secret|token|auth)=)[^&\s"']+/) {
            "\($0.output.1)***"
        }
    }
}
