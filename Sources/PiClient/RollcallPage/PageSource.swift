/// What stands behind the page: answers what it asks for.
package protocol PageSource: Sendable {
    /// Answers a request for `/api/…`. What is thrown is shown to the person, in the words of its description.
    func answer(_ request: PageRequest) async throws -> PageAnswer
}

/// What the page asks for.
package struct PageRequest: Sendable {
    /// The path after `/api/`, such as `roll`.
    package var path: String
    /// Whether something is to be changed.
    package var isChange: Bool
    /// What stands behind the question mark.
    package var query: [String: String]
    /// The request's body.
    package var body: [UInt8]

    /// What the page asks for.
    package init(path: String, isChange: Bool = false, query: [String: String] = [:], body: [UInt8] = []) {
        self.path = path
        self.isChange = isChange
        self.query = query
        self.body = body
    }
}

/// What the page is answered.
package struct PageAnswer: Sendable {
    /// The HTTP status code.
    package var status: Int
    /// The media type of the body.
    package var type: String
    /// The body.
    package var body: [UInt8]
    /// The name of the file as which a browser keeps it; nil for what it shows.
    package var fileName: String?
    /// Whether a browser may keep it: it never changes.
    package var isLasting: Bool

    /// What the page is answered.
    package init(
        status: Int = 200, type: String = "application/json", body: [UInt8], fileName: String? = nil,
        isLasting: Bool = false
    ) {
        self.status = status
        self.type = type
        self.body = body
        self.fileName = fileName
        self.isLasting = isLasting
    }

    /// What was asked for is not kept. No error: browsers write those on the console.
    package static let nothing = PageAnswer(status: 204, body: [])

    /// There is nothing of that name.
    package static let missing = PageAnswer(
        status: 404, body: Array(#"{"error":"There is no such thing."}"#.utf8))
}
