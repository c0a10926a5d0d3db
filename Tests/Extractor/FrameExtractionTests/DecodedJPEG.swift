import CJPEG

/// A JPEG's pixels, by way of the decoder that the Recognizer uses.
struct DecodedJPEG {
    /// libjpeg refused, or found damage.
    struct Failure: Error {
        var status: UInt32
        var message: String
    }

    var width: Int
    var height: Int
    var pixels: [UInt8]

    init(
        _ bytes: [UInt8], denominator: Int32 = 1, pixels kind: rollcall_jpeg_pixels = ROLLCALL_JPEG_RGB
    ) throws {
        var header = rollcall_jpeg_header()
        var message = rollcall_jpeg_message()
        let status = rollcall_jpeg_read_header(bytes, bytes.count, &header, &message)
        guard status == ROLLCALL_JPEG_OK else { throw Self.failure(status, message) }
        let (width, height) = (
            rollcall_jpeg_scaled(header.width, denominator), rollcall_jpeg_scaled(header.height, denominator)
        )
        var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * Int(kind.rawValue))
        let decoded = rollcall_jpeg_decode(
            bytes, bytes.count, denominator, kind, &pixels, pixels.count, &message)
        guard decoded == ROLLCALL_JPEG_OK else { throw Self.failure(decoded, message) }
        (self.width, self.height, self.pixels) = (Int(width), Int(height), pixels)
    }

    init(width: Int, height: Int, pixels: [UInt8]) {
        (self.width, self.height, self.pixels) = (width, height, pixels)
    }

    func meanAbsoluteError(to other: DecodedJPEG) -> Double {
        guard pixels.count == other.pixels.count, !pixels.isEmpty else { return .infinity }
        var sum = 0
        for index in pixels.indices { sum += abs(Int(pixels[index]) - Int(other.pixels[index])) }
        return Double(sum) / Double(pixels.count)
    }

    private static func failure(_ status: rollcall_jpeg_status, _ message: rollcall_jpeg_message) -> Failure {
        let text = withUnsafeBytes(of: message.text) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        return Failure(status: status.rawValue, message: text)
    }
}
