/// How ffmpeg is told of a network camera: by its address, or, where that holds a password, by a list on standard
/// input, since everybody on the machine can read a process's arguments.
struct NetworkCameraInput {
    let arguments: [String]
    let standardInput: String?

    /// - Parameter options: ffmpeg's options for this input, before those that Rollcall sets.
    init(url: String, options: [String]) {
        guard url.masked != url else {
            arguments = options + ["-i", url]
            standardInput = nil
            return
        }
        var own: [String] = []
        // ("concat", FFmpeg formats documentation, with the directive `option`)
        var lines = ["ffconcat version 1.0", "file \(Self.quoted(url))"]
        var rest = options[...]
        while let option = rest.popFirst() {
            let hasValue = option.hasPrefix("-") && rest.first?.hasPrefix("-") == false
            guard hasValue, let value = rest.popFirst() else {
                own.append(option)
                continue
            }
            if Self.programOptions.contains(Self.name(of: option)) {
                own += [option, value]
            } else {
                lines.append("option \(Self.name(of: option)) \(Self.quoted(value))")
            }
        }
        arguments =
            own + ["-f", "concat", "-safe", "0", "-protocol_whitelist", Self.protocols, "-i", "pipe:0"]
        standardInput = lines.joined(separator: "\n") + "\n"
    }

    private static let protocols =
        "pipe,fd,file,crypto,data,http,https,httpproxy,rtp,rtsp,rtsps,srtp,tcp,tls,udp"

    /// Options of the program itself ("Main options", FFmpeg documentation); all others are the stream's, its
    /// protocol's or its format's.
    private static let programOptions: Set<String> = [
        "c", "codec", "f", "hwaccel", "hwaccel_device", "hwaccel_output_format", "itsoffset", "itsscale", "r",
        "readrate", "ss", "sseof", "stream_loop", "t", "thread_queue_size", "threads", "to", "vcodec",
    ]

    /// `c` of `-c:v`.
    private static func name(of option: String) -> String {
        String(option.dropFirst().prefix { $0 != ":" })
    }

    /// ("Quoting and escaping", FFmpeg utilities documentation)
    private static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
    }
}
