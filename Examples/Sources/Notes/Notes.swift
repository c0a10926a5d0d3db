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
        switch (request.method, path.dropFirst().first.map(String.init)) {
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

/// Keeps the notes as long as the process lives. A real function would use a database.
actor NoteStore {
    private(set) var notes: [String: String] = [:]

    func set(_ name: String, to text: String?) { notes[name] = text }
}
