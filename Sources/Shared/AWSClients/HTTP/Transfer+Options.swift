import CCurl
import Glibc

extension Transfer {
    /// Sets all that this request asks of `handle`, which has no options of an earlier one. The transfer must
    /// outlive the handle's use of it.
    func configure(_ handle: UnsafeMutableRawPointer, _ files: TLSFiles) {
        let request = call.request
        setString(handle, CURLOPT_URL, "\(request.scheme)://\(request.authority)\(request.path)")
        // Keys may hold `..`: the path must go out as it was signed.
        setLong(handle, CURLOPT_PATH_AS_IS, 1)
        setLong(handle, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        // Signals are the process's, not a library's.
        setLong(handle, CURLOPT_NOSIGNAL, 1)
        setLong(handle, CURLOPT_TCP_KEEPALIVE, 1)
        setString(handle, CURLOPT_CAINFO, files.authorities)
        setString(handle, CURLOPT_SSLCERT, files.certificate)
        setString(handle, CURLOPT_SSLKEY, files.key)
        _ = CCurl_easy_setopt_pointer(handle, CURLOPT_ERRORBUFFER, errorText.baseAddress)
        // No proxy leads to this machine or to the link's metadata services.
        let host = HostName(authority: request.authority)
        if host.isLoopback || host.isLinkLocal { setString(handle, CURLOPT_PROXY, "") }
        setMethodAndBody(handle)
        setHeaders(handle)
        setTimeouts(handle)
        setCallbacks(handle)
    }

    private func setMethodAndBody(_ handle: UnsafeMutableRawPointer) {
        let method = call.request.method
        if method == .head {
            setLong(handle, CURLOPT_NOBODY, 1)
        } else if method != .get {
            // As a POST of another name curl sends any method's body, and can send it again by itself on a
            // new connection when a kept one turns out to be dead.
            setString(handle, CURLOPT_CUSTOMREQUEST, method.rawValue)
            _ = CCurl_easy_setopt_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(call.body.count))
            _ = call.body.withUnsafeBytes {
                CCurl_easy_setopt_pointer(handle, CURLOPT_COPYPOSTFIELDS, $0.baseAddress)
            }
            setLong(handle, CURLOPT_POST, 1)
        }
    }

    private func setHeaders(_ handle: UnsafeMutableRawPointer) {
        // No pause for a "100 Continue", and no content type that nobody asked for.
        headerList = curl_slist_append(headerList, "Expect:")
        if call.request.headers["content-type"] == nil {
            headerList = curl_slist_append(headerList, "Content-Type:")
        }
        for field in call.request.headers.fields {
            // curl takes `Name:` for a removal; `Name;` is its form of an empty value.
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            headerList = curl_slist_append(headerList, line) ?? headerList
        }
        _ = CCurl_easy_setopt_list(handle, CURLOPT_HTTPHEADER, headerList)
    }

    private func setTimeouts(_ handle: UnsafeMutableRawPointer) {
        let timeouts = call.timeouts
        setLong(handle, CURLOPT_CONNECTTIMEOUT_MS, timeouts.connect.wholeMilliseconds)
        if let total = timeouts.request { setLong(handle, CURLOPT_TIMEOUT_MS, total.wholeMilliseconds) }
        setLong(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        setLong(handle, CURLOPT_LOW_SPEED_TIME, max(1, timeouts.idle.wholeMilliseconds / 1000))
        // curl counts what it hands to the system. That must not take megabytes at once and then seem to stand still
        // while the line carries them.
        _ = CCurl_easy_setopt_socket_callback(handle, CURLOPT_SOCKOPTFUNCTION) { _, socket, _ in
            var unsent = Transfer.maximumUnsentBytes
            setsockopt(
                socket, Int32(IPPROTO_TCP), TCP_NOTSENT_LOWAT, &unsent,
                socklen_t(MemoryLayout.size(ofValue: unsent)))
            return CURL_SOCKOPT_OK
        }
    }

    /// What the system keeps of a request that is not on its way yet: a second's worth of a slow line.
    private static let maximumUnsentBytes: Int32 = 128 << 10

    private func setCallbacks(_ handle: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        _ = CCurl_easy_setopt_pointer(handle, CURLOPT_HEADERDATA, context)
        _ = CCurl_easy_setopt_data_callback(handle, CURLOPT_HEADERFUNCTION) { data, size, count, context in
            guard let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            transfer.receiveHeader(UnsafeRawBufferPointer(start: data, count: size * count))
            return size * count
        }
        _ = CCurl_easy_setopt_pointer(handle, CURLOPT_WRITEDATA, context)
        _ = CCurl_easy_setopt_data_callback(handle, CURLOPT_WRITEFUNCTION) { data, size, count, context in
            guard let context else { return 0 }
            let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
            let bytes = UnsafeRawBufferPointer(start: data, count: size * count)
            return transfer.receiveBody(bytes) ? size * count : 0
        }
        guard connection != nil else { return }
        _ = CCurl_easy_setopt_pointer(handle, CURLOPT_PREREQDATA, context)
        _ = CCurl_easy_setopt_connected_callback(handle, CURLOPT_PREREQFUNCTION) { context, _, _, _, _ in
            guard let context else { return CURL_PREREQFUNC_OK }
            Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().endWaitForConnection()
            return CURL_PREREQFUNC_OK
        }
    }

    private func setLong(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) {
        _ = CCurl_easy_setopt_long(handle, option, value)
    }

    private func setString(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String?) {
        guard let value else { return }
        _ = CCurl_easy_setopt_string(handle, option, value)
    }
}

extension Duration {
    /// Whole milliseconds, at least 0 and at most about 24 days, as curl takes them.
    var wholeMilliseconds: Int {
        let (seconds, attoseconds) = components
        let clamped = min(max(seconds, 0), 2_000_000)
        return Int(clamped) * 1000 + Int(max(attoseconds, 0) / 1_000_000_000_000_000)
    }
}
