import Glibc
import LambdaLoopback
@testable import LambdaRuntime

extension Target {
    /// The header lines of the Runtime API, one after the other.
    static func readHeaderLines(_ input: [UInt8]) {
        var headers = LambdaHeaders()
        for line in input.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            line.withUnsafeBytes { headers.add(line: $0) }
        }
        for field in LambdaHeaders.Field.allCases {
            let count = headers.withBytes(of: field) { bytes in bytes.count }
            require(count <= input.count, "a value longer than all lines")
            require((headers[field] == nil) == (count == 0), "a value that is lost")
        }
        if let deadline = headers.deadlineMilliseconds { require(deadline >= 0, "a negative deadline") }
    }

    /// Requests on a connection that then ends, as a server of this machine reads them.
    static func readRequests(_ input: [UInt8]) {
        var ends: [CInt] = [0, 0]
        guard socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue), 0, &ends) == 0 else { return }
        defer { for end in ends { close(end) } }
        // What does not fit into the socket is not sent: nobody reads meanwhile.
        _ = send(ends[0], input, input.count, CInt(MSG_DONTWAIT))
        shutdown(ends[0], CInt(SHUT_WR))
        var reader = HTTPRequestReader(socket: ends[1], connection: 0, maximumBody: 1 << 16)
        do throws(HTTPRequestReader.Failure) {
            while true {
                var request = try reader.head()
                try reader.readBody(of: &request)
                require(request.body.count <= 1 << 16, "a body that is too large")
                require(!request.method.isEmpty && !request.target.isEmpty, "a request without a target")
                _ = (request.path, request.query("name"), request.header("Host"))
            }
        } catch {
            if case .malformed(let status) = error { require((400...599).contains(status), "no status") }
        }
    }
}
