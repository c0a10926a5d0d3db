import FlyingFox
import Foundation

extension HTTPResponse {
    /// A response whose body is the JSON encoding of a value.
    static func json(
        _ value: some Encodable, status: HTTPStatusCode = .ok, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        guard let body = try? encoder.encode(value) else {
            return HTTPResponse(statusCode: .internalServerError)
        }
        return json(body, status: status, headers: headers)
    }

    /// A response whose body is JSON text.
    static func json(_ body: Data, status: HTTPStatusCode = .ok, headers: HTTPHeaders = [:]) -> HTTPResponse {
        var headers = headers
        headers[.contentType] = "application/json"
        return HTTPResponse(statusCode: status, headers: headers, body: body)
    }
}
