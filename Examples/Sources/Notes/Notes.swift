import LambdaEvents
import LambdaRuntime
import LambdaRuntimeJSON

/// A small JSON API behind a function URL: `GET /notes`, `PUT /notes/NAME`, `DELETE /notes/NAME`.
@main
struct Notes: JSONLambdaHandler {
    private let store = NoteStore()

    func handle(_ request: FunctionURLRequest, context: LambdaContext) async throws -> FunctionURLResponse {
        let path = request.path.split(separator: "/")
        guard path.first == "notes" else { return FunctionURLResponse(statusCode: 404) }
        switch (request.method, path.dropFirst().first.map { request.decoded(part: $0) }) {
        case ("GET", nil):
            return try FunctionURLResponse(json: await store.notes)
        case ("GET", let name?):
            guard let note = await store.notes[name] else { return FunctionURLResponse(statusCode: 404) }
            return FunctionURLResponse(text: note)
        case ("PUT", let name?):
            await store.set(name, to: request.text)
            return FunctionURLResponse(statusCode: 204)
        case ("DELETE", let name?):
            await store.set(name, to: nil)
            return FunctionURLResponse(statusCode: 204)
        default:
            return FunctionURLResponse(statusCode: 405)
        }
    }

    static func main() {
        LambdaRuntime.run { Notes() }
    }
}

extension FunctionURLRequest {
    /// A part of the path as it was meant: a function URL sends `a%20b`, an HTTP API `a b`. What cannot be decoded stays
    /// as it came. (`HTTPRouter`, of the product `LambdaHTTP`, does this for its routes.)
    fileprivate func decoded(part: Substring) -> String {
        let pieces = part.split(separator: "%", omittingEmptySubsequences: false)
        if isPathDecoded || pieces.count == 1 { return String(part) }
        var bytes = Array(pieces[0].utf8)
        for piece in pieces.dropFirst() {
            let digits = piece.prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit), let byte = UInt8(digits, radix: 16)
            else { return String(part) }
            bytes.append(byte)
            bytes += piece.dropFirst(2).utf8
        }
        return String(validating: bytes, as: UTF8.self) ?? String(part)
    }
}

/// Keeps the notes as long as the process lives. A real function would use a database.
actor NoteStore {
    private(set) var notes: [String: String] = [:]

    func set(_ name: String, to text: String?) { notes[name] = text }
}
