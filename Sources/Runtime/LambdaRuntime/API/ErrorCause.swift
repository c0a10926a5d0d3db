internal import Glibc
internal import WireFormats

/// What AWS X-Ray shows of an error in the trace's segment (AWS X-Ray Developer Guide, "Segment documents",
/// `cause`), as the value of `Lambda-Runtime-Function-XRay-Error-Cause`.
///
/// A header is one line without control characters, and not everything between here and X-Ray takes more than
/// ASCII in it: whatever else the error's text holds is escaped.
struct ErrorCause {
    /// JSON in ASCII, on one line, below the 64 KiB at which the service begins to crop: an escaped byte takes
    /// up six.
    let headerValue: String

    private static let maximumMessageBytes = 8 * 1024

    init(type: String, message: String) {
        var json = JSONOutput()
        json.append(text: #"{"working_directory":"#)
        json.append(asciiJSONString: Self.workingDirectory.shortened(to: 1024))
        json.append(text: #","exceptions":[{"message":"#)
        json.append(asciiJSONString: message.shortened(to: Self.maximumMessageBytes))
        json.append(text: #","type":"#)
        json.append(asciiJSONString: type)
        json.append(text: #","stack":[]}],"paths":[]}"#)
        headerValue = String(decoding: json.bytes, as: UTF8.self)
    }

    private static var workingDirectory: String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }
}
