import CJPEG
import FrameExtraction

extension Target {
    /// Every frame of a clip becomes a JPEG, or an error says why not.
    static func decodeClip(_ input: [UInt8]) {
        let limits = ClipLimits(maximumFrames: 30, maximumPixels: 640 * 480)
        var encoder = JPEGEncoder()
        do throws(ClipError) {
            let decoder = try ClipDecoder(input, limits: limits)
            while let frame = try decoder.next() {
                require(frame.width * frame.height <= limits.maximumPixels, "a picture is too large")
                require(try encoder.encode(frame).starts(with: [0xFF, 0xD8]), "no JPEG")
            }
        } catch {
            require(!error.description.isEmpty, "an error without words")
        }
    }

    static func decodeJPEG(_ input: [UInt8]) {
        var message = rollcall_jpeg_message()
        var header = rollcall_jpeg_header()
        guard rollcall_jpeg_read_header(input, input.count, &header, &message) != ROLLCALL_JPEG_FAILED,
            Int(header.width) * Int(header.height) <= 1 << 20
        else { return }
        for (denominator, pixels) in [(1, ROLLCALL_JPEG_RGB), (8, ROLLCALL_JPEG_GRAY)]
            as [(Int32, rollcall_jpeg_pixels)]
        {
            let width = Int(rollcall_jpeg_scaled(header.width, denominator))
            let height = Int(rollcall_jpeg_scaled(header.height, denominator))
            var output = [UInt8](repeating: 0, count: width * height * Int(pixels.rawValue))
            _ = rollcall_jpeg_decode(
                input, input.count, denominator, pixels, &output, output.count, &message)
        }
    }
}
