internal import CCurl
internal import LambdaRuntime
internal import WireFormats

/// A kept-alive connection to the server: a libcurl easy handle, used by one thread at a time.
final class WebConnection: @unchecked Sendable {
    private let handle: UnsafeMutableRawPointer
    private let address: String
    private var answer: WebAnswer?
    private var head = WebAnswer.Head(status: 0)
    private var hasHead = false

    /// - Parameter authority: host and port.
    init(authority: String) throws(WebAdapterError) {
        curl_global_init(Int(CURL_GLOBAL_DEFAULT))
        guard let handle = curl_easy_init() else { throw .noAnswer(reason: "libcurl has no memory") }
        self.handle = handle
        address = "http://\(authority)"
    }

    deinit { curl_easy_cleanup(handle) }

    /// Sends a request and hands on its answer until that ends, on the calling thread.
    func perform(_ request: WebRequest, until deadline: LambdaClock.Instant, into answer: WebAnswer) {
        self.answer = answer
        defer { self.answer = nil }
        hasHead = false
        // Keeps the connection.
        curl_easy_reset(handle)
        let list = headerList(of: request)
        defer { curl_slist_free_all(list) }
        configure(request, list, until: deadline)
        let result = request.body.withUnsafeBytes { body in
            withUnsafeBytes(of: UInt8(0)) { nothing in
                if !body.isEmpty || request.method == "POST" || request.method == "PUT" {
                    CCurl_easy_setopt_long(handle, CURLOPT_POST, 1)
                    CCurl_easy_setopt_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
                    CCurl_easy_setopt_pointer(
                        handle, CURLOPT_POSTFIELDS, body.baseAddress ?? nothing.baseAddress)
                }
                if request.method == "HEAD" {
                    CCurl_easy_setopt_long(handle, CURLOPT_NOBODY, 1)
                } else {
                    CCurl_easy_setopt_string(handle, CURLOPT_CUSTOMREQUEST, request.method)
                }
                return curl_easy_perform(handle)
            }
        }
        if result == CURLE_OK, hasHead {
            answer.end(.success(()))
        } else {
            let reason =
                result == CURLE_OK
                ? "it closed the connection within its answer's head"
                : String(cString: curl_easy_strerror(result))
            answer.end(.failure(.noAnswer(reason: reason)))
        }
    }

    private func configure(
        _ request: WebRequest, _ list: UnsafeMutablePointer<curl_slist>?, until deadline: LambdaClock.Instant
    ) {
        CCurl_easy_setopt_string(handle, CURLOPT_URL, address)
        CCurl_easy_setopt_string(handle, CURLOPT_REQUEST_TARGET, request.target)
        CCurl_easy_setopt_string(handle, CURLOPT_PROTOCOLS_STR, "http")
        CCurl_easy_setopt_string(handle, CURLOPT_PROXY, "")
        CCurl_easy_setopt_long(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        CCurl_easy_setopt_long(handle, CURLOPT_NOSIGNAL, 1)
        CCurl_easy_setopt_long(handle, CURLOPT_CONNECTTIMEOUT_MS, 2000)
        let left = LambdaClock().now.duration(to: deadline) / .milliseconds(1)
        CCurl_easy_setopt_long(handle, CURLOPT_TIMEOUT_MS, Int(min(max(left, 1), 86_400_000)))
        CCurl_easy_setopt_list(handle, CURLOPT_HTTPHEADER, list)
        let context = Unmanaged.passUnretained(self).toOpaque()
        CCurl_easy_setopt_pointer(handle, CURLOPT_HEADERDATA, context)
        CCurl_easy_setopt_data_callback(handle, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            WebConnection.from(context)?.receive(
                headerLine: UnsafeRawBufferPointer(start: data, count: size * count))
            return size * count
        }
        CCurl_easy_setopt_pointer(handle, CURLOPT_WRITEDATA, context)
        CCurl_easy_setopt_data_callback(handle, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
            return WebConnection.from(context)?.answer?.add(bytes) == true ? bytes.count : 0
        }
    }

    /// The request's fields, and none that libcurl would add of its own.
    private func headerList(of request: WebRequest) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        func append(_ line: String) { list = curl_slist_append(list, line) ?? list }
        // A field with no value ends in a semicolon ("CURLOPT_HTTPHEADER").
        for (name, value) in request.headers { append(value.isEmpty ? "\(name);" : "\(name): \(value)") }
        let names = Set(request.headers.map { $0.name.lowercased() })
        for name in ["accept", "content-type"] where !names.contains(name) { append("\(name):") }
        append("expect:")
        return list
    }

    private func receive(headerLine: UnsafeRawBufferPointer) {
        var line = String(decoding: headerLine, as: UTF8.self)[...]
        while let last = line.utf8.last, last == 0x0D || last == 0x0A { line.unicodeScalars.removeLast() }
        if hasHead {
            // A trailer, unless libcurl sends the request again.
            return
        }
        if line.hasPrefix("HTTP/") {
            let status = line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
            head = WebAnswer.Head(status: status)
        } else if line.isEmpty {
            // 100 to 199 come before the answer (RFC 9110, section 15.2).
            guard head.status >= 200 else { return }
            hasHead = true
            answer?.begin(head)
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            head.headers.append((name: String(line[..<colon]), value: String(value)))
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> WebConnection? {
        context.map { Unmanaged<WebConnection>.fromOpaque($0).takeUnretainedValue() }
    }
}
