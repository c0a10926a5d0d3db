/// The Lambda Extensions API, version 2020-01-01, as far as an extension inside the process needs it
/// (AWS Lambda Developer Guide, "Using the Lambda Extensions API to create extensions").
///
/// Registered on one thread and then handed to the thread that waits, which is why it is `Sendable`.
final class ExtensionsAPI: @unchecked Sendable {
    struct Refusal: Error {
        let reason: String
    }

    private let connection: HTTPConnection
    private var identifier = ""

    init(authority: String) throws(RuntimeFailure) {
        connection = try HTTPConnection(authority: authority)
    }

    /// Registers for no events: being registered is what makes Lambda send SIGTERM.
    func register() throws(Refusal) {
        let headers = HTTPConnection.HeaderList([
            "Accept:", "Expect:", "Content-Type: application/json",
            "Lambda-Extension-Name: rollcall-lambda-runtime",
        ])
        let status: Int
        do {
            status = try connection.post(
                Array("/2020-01-01/extension/register\0".utf8), headers: headers,
                body: Array(#"{"events":[]}"#.utf8))
        } catch {
            throw Refusal(reason: error.description)
        }
        guard status == 200, let identifier = connection.headers[.extensionIdentifier] else {
            throw Refusal(reason: "status \(status)")
        }
        self.identifier = identifier
    }

    /// An extension counts as started once it asks for its next event, which never comes.
    func waitForEver() {
        let headers = HTTPConnection.HeaderList(["Accept:", "Lambda-Extension-Identifier: \(identifier)"])
        _ = try? connection.get(Array("/2020-01-01/extension/event/next\0".utf8), headers: headers)
    }
}
