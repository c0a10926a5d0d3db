import CCurl
import Synchronization

/// One request on its way. But for ``isCancelled`` only the loop's thread touches it.
final class Transfer: @unchecked Sendable {
    typealias Continuation = CheckedContinuation<Result<HTTPReply, HTTPFailure>, Never>

    let call: HTTPCall
    let isCancelled = Atomic(false)
    var continuation: Continuation?
    /// Waits for the connection alone.
    var connection: CheckedContinuation<Void, Never>?
    /// The request's headers as curl holds them, freed at the end.
    var headerList: UnsafeMutablePointer<curl_slist>?

    /// Where curl writes what went wrong, in words.
    let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

    private var status = 0
    private var headers = HTTPHeaders()
    private var body: [UInt8] = []
    private var isTooLarge = false

    init(_ call: HTTPCall) {
        self.call = call
        errorText.initialize(repeating: 0)
    }

    deinit {
        errorText.deallocate()
    }

    func finish(_ result: Result<HTTPReply, HTTPFailure>) {
        curl_slist_free_all(headerList)
        headerList = nil
        continuation?.resume(returning: result)
        continuation = nil
        endWaitForConnection()
    }

    /// Tells that the connection stands, or never will.
    func endWaitForConnection() {
        connection?.resume()
        connection = nil
    }

    /// Takes one line of the head: a status line, a field, or the empty line at its end.
    func receiveHeader(_ line: UnsafeRawBufferPointer) {
        if line.starts(with: "HTTP/".utf8) {
            // A head after an interim one (100 Continue) replaces it.
            headers = HTTPHeaders()
            status =
                line.split(separator: UInt8(ascii: " ")).dropFirst().first
                .flatMap { Int(String(decoding: $0.prefix(3), as: UTF8.self)) } ?? 0
            return
        }
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        headers.append(
            String(decoding: line[..<colon], as: UTF8.self),
            String(decoding: line[(colon + 1)...], as: UTF8.self))
    }

    /// What an error says must be heard even by those who expect a few bytes.
    private var maximumBytes: Int {
        let limit = max(0, call.maximumResponseBytes)
        return (200...299).contains(status) ? limit : max(limit, 64 << 10)
    }

    /// Takes a part of the body; false ends the transfer.
    func receiveBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        if let receive = call.receive, (200...299).contains(status) { return receive(bytes) }
        guard bytes.count <= maximumBytes - body.count else {
            isTooLarge = true
            return false
        }
        if body.isEmpty, let length = headers["content-length"].flatMap({ Int($0) }), length > 0 {
            body.reserveCapacity(min(length, maximumBytes))
        }
        body.append(contentsOf: bytes)
        return true
    }

    /// The outcome, once curl has ended the transfer with `code`.
    func result(_ code: CURLcode) -> Result<HTTPReply, HTTPFailure> {
        if isTooLarge {
            let limit = call.maximumResponseBytes
            return .failure(
                HTTPFailure(reason: .tooLarge, message: "the answer is larger than \(limit) bytes"))
        }
        guard code == CURLE_OK else {
            return .failure(
                HTTPFailure(
                    reason: HTTPFailure.Reason(code), code: Int(code.rawValue), message: message(code)))
        }
        guard (200...999).contains(status) else {
            return .failure(HTTPFailure(reason: .other, message: "the answer is not HTTP"))
        }
        return .success(HTTPReply(status: status, headers: headers, body: body))
    }

    private func message(_ code: CURLcode) -> String {
        guard let text = errorText.baseAddress, text.pointee != 0 else {
            return String(cString: curl_easy_strerror(code))
        }
        return String(cString: text)
    }
}

extension HTTPFailure.Reason {
    init(_ code: CURLcode) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: self = .nameNotFound
        case CURLE_COULDNT_CONNECT: self = .notConnected
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER:
            self = .tls
        default: self = .other
        }
    }
}
