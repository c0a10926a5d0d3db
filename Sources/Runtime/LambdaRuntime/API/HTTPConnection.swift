internal import CCurl

/// One kept-alive HTTP connection to the Runtime API: a libcurl easy handle, used by one thread.
///
/// Options are set once; a request changes only its method, target, body and header list, because every
/// option is work for each of the two requests that an event costs.
final class HTTPConnection {
    /// Header lines for requests, made once.
    final class HeaderList {
        fileprivate let list: UnsafeMutablePointer<curl_slist>?

        init(_ lines: [String]) {
            var list: UnsafeMutablePointer<curl_slist>?
            for line in lines { list = curl_slist_append(list, line) ?? list }
            self.list = list
        }

        deinit { curl_slist_free_all(list) }
    }

    /// No answer came, or only a part of one.
    struct TransportError: Error, CustomStringConvertible {
        let description: String
    }

    /// The last answer's headers of the Runtime API.
    private(set) var headers = LambdaHeaders()
    /// The body of the last answer to a GET. The buffer is used again unless somebody still holds the body.
    private(set) var body: [UInt8] = []
    /// The body of the last answer to a POST: in a buffer of its own, for the POST's own body may well be
    /// the event that ``body`` holds.
    private(set) var receipt: [UInt8] = []
    private var isGet = false

    private var handle: UnsafeMutableRawPointer
    private let url: OpaquePointer
    /// Whether the empty line after the headers came: libcurl takes a connection that closes in the middle
    /// of them for the end of the answer.
    private var hasAllHeaders = false

    /// The most that is reserved on the word of a Content-Length: a little more than the largest event.
    private static let maximumReservation = 7 << 20
    /// The largest body that is accepted, far above anything Lambda sends.
    private static let maximumBody = 256 << 20
    /// What is kept of the answer to a POST, which only a log line shows.
    private static let maximumReceipt = 1024

    /// - Parameter authority: host and port.
    init(authority: String) throws(RuntimeFailure) {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let url = curl_url() else { throw .noHTTPClient }
        guard curl_url_set(url, CURLUPART_URL, "http://\(authority)", 0) == CURLUE_OK else {
            curl_url_cleanup(url)
            throw .unusableAddress(authority)
        }
        guard let handle = curl_easy_init() else {
            curl_url_cleanup(url)
            throw .noHTTPClient
        }
        self.handle = handle
        self.url = url

        // A URL that is parsed once saves a tenth of all the instructions of an event.
        CCurl_easy_setopt_pointer(handle, CURLOPT_CURLU, UnsafeRawPointer(url))
        set(CURLOPT_PROTOCOLS_STR, "http")
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        // The environment may name a proxy for the handler's own calls; the Runtime API is never behind it.
        set(CURLOPT_PROXY, "")
        // Signals belong to the program, and libcurl's handling of SIGPIPE costs two system calls a request.
        set(CURLOPT_NOSIGNAL, 1)
        // A large event comes in fewer pieces. What a small one does not touch of the buffer takes no memory.
        set(CURLOPT_BUFFERSIZE, 256 << 10)
        set(CURLOPT_UPLOAD_BUFFERSIZE, 256 << 10)
        // Lambda freezes the process between events, for hours: no timeout but the one for connecting.
        set(CURLOPT_TIMEOUT_MS, 0)
        set(CURLOPT_CONNECTTIMEOUT_MS, 2000)

        let context = Unmanaged.passUnretained(self).toOpaque()
        CCurl_easy_setopt_pointer(handle, CURLOPT_HEADERDATA, context)
        CCurl_easy_setopt_data_callback(handle, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            let line = UnsafeRawBufferPointer(start: data, count: size * count)
            HTTPConnection.from(context)?.receive(headerLine: line)
            return line.count
        }
        CCurl_easy_setopt_pointer(handle, CURLOPT_WRITEDATA, context)
        CCurl_easy_setopt_data_callback(handle, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            let part = UnsafeRawBufferPointer(start: data, count: size * count)
            return HTTPConnection.from(context)?.receive(part) == true ? part.count : 0
        }
    }

    deinit {
        curl_easy_cleanup(handle)
        curl_url_cleanup(url)
    }

    /// Sends a GET and returns the answer's status.
    ///
    /// - Parameter target: the request target, ending in NUL.
    func get(_ target: [UInt8], headers: HeaderList) throws(TransportError) -> Int {
        isGet = true
        CCurl_easy_setopt_long(handle, CURLOPT_HTTPGET, 1)
        return try perform(target, headers)
    }

    /// Sends a POST and returns the answer's status.
    ///
    /// libcurl sends it again by itself if a kept connection turns out to be closed.
    func post(
        _ target: [UInt8], headers: HeaderList, body: [UInt8], onNewConnection: Bool = false
    ) throws(TransportError) -> Int {
        isGet = false
        CCurl_easy_setopt_long(handle, CURLOPT_POST, 1)
        CCurl_easy_setopt_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        if onNewConnection { CCurl_easy_setopt_long(handle, CURLOPT_FRESH_CONNECT, 1) }
        defer { if onNewConnection { CCurl_easy_setopt_long(handle, CURLOPT_FRESH_CONNECT, 0) } }

        let result: Result<Int, TransportError> = body.withUnsafeBytes { bytes in
            // Without a pointer libcurl would ask a read callback, also for a body of no bytes.
            withUnsafeBytes(of: UInt8(0)) { nothing in
                let start = bytes.baseAddress ?? nothing.baseAddress
                CCurl_easy_setopt_pointer(handle, CURLOPT_POSTFIELDS, start)
                return Result { () throws(TransportError) in try perform(target, headers) }
            }
        }
        return try result.get()
    }

    /// Sends a POST whose body comes piece by piece, in chunks, and returns the answer's status.
    func post(_ target: [UInt8], headers: HeaderList, body: BodySource) throws(TransportError) -> Int {
        isGet = false
        CCurl_easy_setopt_long(handle, CURLOPT_POST, 1)
        CCurl_easy_setopt_pointer(handle, CURLOPT_POSTFIELDS, nil)
        CCurl_easy_setopt_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, -1)
        body.attach(to: handle)
        defer {
            if body.hasTrailers { replaceHandle() }
        }
        return try withExtendedLifetime(body) { () throws(TransportError) in try perform(target, headers) }
    }

    /// libcurl 7.88 never leaves the state of having sent trailers: the next chunked request on the same
    /// handle would write its chunk header before the start of a buffer.
    private func replaceHandle() {
        CCurl_easy_setopt_trailer_callback(handle, CURLOPT_TRAILERFUNCTION, nil)
        guard let fresh = curl_easy_duphandle(handle) else { return }
        curl_easy_cleanup(handle)
        handle = fresh
    }

    private func perform(_ target: [UInt8], _ headers: HeaderList) throws(TransportError) -> Int {
        forgetAnswer()
        CCurl_easy_setopt_pointer(handle, CURLOPT_REQUEST_TARGET, target)
        CCurl_easy_setopt_list(handle, CURLOPT_HTTPHEADER, headers.list)
        let result = curl_easy_perform(handle)
        guard result == CURLE_OK else {
            throw TransportError(description: String(cString: curl_easy_strerror(result)))
        }
        guard hasAllHeaders else {
            throw TransportError(description: "the connection was closed within the answer's headers")
        }
        var status = 0
        CCurl_easy_getinfo_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return status
    }

    private func receive(headerLine line: UnsafeRawBufferPointer) {
        // libcurl has checked that there is a byte; the first one tells most lines apart.
        switch (line.first ?? 0) | 0x20 {
        case UInt8(ascii: "l"):
            headers.add(line: line)
        case UInt8(ascii: "c"):
            guard line.hasLowercasedPrefix("content-length:") else { return }
            guard isGet else { return }
            let length = UnsafeRawBufferPointer(rebasing: line["content-length:".utf8.count...]).trimmed
            body.reserveCapacity(Int(min(length.decimalValue ?? 0, Int64(Self.maximumReservation))))
        case UInt8(ascii: "h"):
            guard line.hasLowercasedPrefix("http/") else { return }
            // libcurl sends a request again on a new connection: what came before does not count.
            forgetAnswer()
        default:
            if line.trimmed.isEmpty { hasAllHeaders = true }
        }
    }

    private func receive(_ part: UnsafeRawBufferPointer) -> Bool {
        if !isGet {
            receipt.append(contentsOf: part.prefix(max(Self.maximumReceipt - receipt.count, 0)))
            return true
        }
        guard body.count + part.count <= Self.maximumBody else { return false }
        body.append(contentsOf: part)
        return true
    }

    private func forgetAnswer() {
        headers = LambdaHeaders()
        hasAllHeaders = false
        if isGet {
            body.removeAll(keepingCapacity: true)
        } else {
            receipt.removeAll(keepingCapacity: true)
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> HTTPConnection? {
        context.map { Unmanaged<HTTPConnection>.fromOpaque($0).takeUnretainedValue() }
    }

    private func set(_ option: CURLoption, _ value: String) {
        CCurl_easy_setopt_string(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: Int) {
        CCurl_easy_setopt_long(handle, option, value)
    }
}
