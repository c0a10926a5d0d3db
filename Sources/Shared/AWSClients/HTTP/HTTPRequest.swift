/// Where a request goes and what is in its head.
struct HTTPRequest: Sendable {
    var method: HTTPMethod
    /// `http` or `https`.
    var scheme: String
    /// The host, with `:` and the port where it is not the scheme's.
    var authority: String
    /// The path as it goes over the wire, percent-encoded, with the query.
    var path: String
    var headers = HTTPHeaders()
}
