internal import CZlib

/// Compression for browsers that take it: a roll's text becomes a tenth.
enum Gzip {
    /// Less is not worth it.
    private static let minimumBytes = 1000

    /// Whether an `Accept-Encoding` takes it (RFC 9110, section 12.5.3).
    static func isAccepted(by field: String?) -> Bool {
        (field ?? "").split(separator: ",").contains { coding in
            let parts = coding.lowercased().filter { $0 != " " }.split(separator: ";")
            return parts.first == "gzip"
                && !parts.dropFirst().contains { $0.hasPrefix("q=0") && !$0.contains { "1"..."9" ~= $0 } }
        }
    }

    /// Bytes as gzip (RFC 1952); nil where that is not worth it.
    static func compress(_ bytes: [UInt8]) -> [UInt8]? {
        var stream = z_stream()
        guard bytes.count >= minimumBytes, let length = UInt32(exactly: bytes.count),
            CZlib_begin_gzip(&stream) == Z_OK
        else { return nil }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, uLong(length))))
        let status = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = length
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(clamping: output.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { return nil }
        return Array(output.prefix(Int(stream.total_out)))
    }
}
