import CJPEG
import FaceRecognition
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

    /// A photograph becomes a picture, upright, or an error says why not.
    static func decodeJPEG(_ input: [UInt8]) {
        var message = rollcall_jpeg_message()
        var header = rollcall_jpeg_header()
        guard
            rollcall_jpeg_read_header(input, input.count, &header, &message) == ROLLCALL_JPEG_FAILED
                || Int(header.width) * Int(header.height) <= 1 << 20
        else { return }
        let orientation = PictureOrientation(jpeg: input)
        for (format, side) in [(Picture.Format.rgb, Int.max), (.gray, 16)] {
            do throws(PictureError) {
                let picture = try Picture(jpeg: input, as: format, maximumSide: side)
                let turned = picture.turned(from: orientation)
                require(turned.pixels.count == picture.pixels.count, "pixels were lost")
            } catch {
                require(!error.description.isEmpty, "an error without words")
            }
        }
    }
}
