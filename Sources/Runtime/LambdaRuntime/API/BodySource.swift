internal import CCurl

/// Where the body of a chunked request comes from, and the trailers after it.
final class BodySource {
    /// Whether trailers were sent.
    private(set) var hasTrailers = false

    private let read: (UnsafeMutableRawBufferPointer) -> Int
    private let trailers: () -> [String]
    private var handle: UnsafeMutableRawPointer?

    /// - Parameters:
    ///   - read: fills the buffer, waiting for bytes if need be; 0 ends the body.
    ///   - trailers: the header lines after the last chunk, asked for at the end.
    init(read: @escaping (UnsafeMutableRawBufferPointer) -> Int, trailers: @escaping () -> [String]) {
        self.read = read
        self.trailers = trailers
    }

    /// Makes this the body of the handle's next request, which must end before this object does.
    func attach(to handle: UnsafeMutableRawPointer) {
        self.handle = handle
        CCurl_easy_setopt_pointer(handle, CURLOPT_READDATA, Unmanaged.passUnretained(self).toOpaque())
        CCurl_easy_setopt_data_callback(handle, CURLOPT_READFUNCTION) { data, size, count, context in
            BodySource.from(context)?
                .fill(UnsafeMutableRawBufferPointer(start: data, count: size * count)) ?? 0
        }
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        let count = read(buffer)
        if count == 0, let handle, !trailers().isEmpty {
            // Only now, for a handle that has sent trailers is spent.
            hasTrailers = true
            CCurl_easy_setopt_pointer(
                handle, CURLOPT_TRAILERDATA, Unmanaged.passUnretained(self).toOpaque())
            CCurl_easy_setopt_trailer_callback(handle, CURLOPT_TRAILERFUNCTION) { list, context in
                for line in BodySource.from(context)?.trailers() ?? [] {
                    list.pointee = curl_slist_append(list.pointee, line) ?? list.pointee
                }
                return CURL_TRAILERFUNC_OK
            }
        }
        return count
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> BodySource? {
        context.map { Unmanaged<BodySource>.fromOpaque($0).takeUnretainedValue() }
    }
}
