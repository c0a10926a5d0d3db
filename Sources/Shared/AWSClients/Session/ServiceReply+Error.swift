import WireFormats

extension ServiceReply {
    /// The error this answer is, from S3's XML, the others' JSON or, where there is no body, the status.
    func error(of request: ServiceRequest) -> AWSError {
        var error = request.error(.service, "HTTP \(status)")
        error.status = status
        error.requestID = requestID
        // Front ends before the services that speak JSON refuse in XML at times.
        if body.first == UInt8(ascii: "<") { readXML(into: &error) } else { readJSON(into: &error) }
        if error.code == nil { error.code = codeOfStatus }
        if request.service == .s3, [301, 302, 307, 308, 400].contains(status), let region = bucketRegion {
            error.message += ", the bucket is in region \(region)"
        }
        return error
    }

    /// S3's form, and that of the query protocol, which wraps it
    /// ("Error responses", Amazon S3 API Reference; "AWS query protocol", Smithy documentation).
    private func readXML(into error: inout AWSError) {
        guard let root = XMLReader.read(body) else { return }
        let element = root["Error"] ?? root["Errors"]?["Error"] ?? root
        error.code = element["Code"]?.text
        if let message = element["Message"]?.text { error.message = message }
    }

    /// ("Handling errors", AWS JSON 1.0 protocol, Smithy documentation)
    private func readJSON(into error: inout AWSError) {
        let document = try? JSON.decode(JSONError.self, from: body)
        error.code = (self["x-amzn-errortype"] ?? document?.type ?? document?.code).flatMap(Self.shortCode)
        if let message = document?.message ?? document?.capitalizedMessage { error.message = message }
    }

    private struct JSONError: Decodable {
        let type: String?
        let code: String?
        let message: String?
        let capitalizedMessage: String?

        enum CodingKeys: String, CodingKey {
            case type = "__type"
            case code
            case message
            case capitalizedMessage = "Message"
        }
    }

    /// `com.amazonaws.sqs#QueueDoesNotExist:http://…` means `QueueDoesNotExist`.
    private static func shortCode(_ text: String) -> String? {
        let name = text.prefix { $0 != ":" }
        return (name.split(separator: "#").last ?? name).description
    }

    /// Answers to HEAD have no body.
    private var codeOfStatus: String? {
        switch status {
        case 301, 308: "PermanentRedirect"
        case 302, 307: "TemporaryRedirect"
        case 400: "BadRequest"
        case 403: "Forbidden"
        case 404: "NotFound"
        default: nil
        }
    }
}
