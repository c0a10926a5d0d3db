internal import CJPEG

extension Picture {
    /// The most pixels that a picture may have: 50 million, more than any phone's default.
    public static let maximumPixels = 50_000_000

    /// Decodes a JPEG.
    ///
    /// - Parameters:
    ///   - jpeg: The file's bytes.
    ///   - format: What a pixel shall be; gray is the luma as stored and takes half the time of RGB.
    ///   - maximumSide: The picture is halved, at most to an eighth, while its longer side is larger.
    ///   - whole: Refuses one of which a part is missing or damaged, which otherwise is gray or garbled there.
    public init(
        jpeg: [UInt8], as format: Format, maximumSide: Int = .max, whole: Bool = false
    ) throws(PictureError) {
        var message = rollcall_jpeg_message()
        var header = rollcall_jpeg_header()
        guard rollcall_jpeg_read_header(jpeg, jpeg.count, &header, &message) != ROLLCALL_JPEG_FAILED else {
            throw .notAPicture(reason: message.words)
        }
        guard header.components == 1 || header.components == 3 else {
            throw .unsupportedColors(components: Int(header.components))
        }
        // Both sides are at most 65,500.
        guard Int(header.width) * Int(header.height) <= Self.maximumPixels else {
            throw .tooLarge(
                width: Int(header.width), height: Int(header.height), maximumPixels: Self.maximumPixels)
        }
        var denominator: Int32 = 1
        let longerSide = max(header.width, header.height)
        while denominator < 8, Int(rollcall_jpeg_scaled(longerSide, denominator)) > maximumSide {
            denominator *= 2
        }
        let width = Int(rollcall_jpeg_scaled(header.width, denominator))
        let height = Int(rollcall_jpeg_scaled(header.height, denominator))
        let count = width * height * format.bytes
        var status = ROLLCALL_JPEG_OK
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            guard let output = buffer.baseAddress else { return }
            status = rollcall_jpeg_decode(
                jpeg, jpeg.count, denominator, format == .gray ? ROLLCALL_JPEG_GRAY : ROLLCALL_JPEG_RGB,
                output, count, &message)
            initialized = status == ROLLCALL_JPEG_FAILED ? 0 : count
        }
        let decoded = Picture(
            format: format, width: width, height: height, pixels: pixels, reduction: Int(denominator))
        guard let picture = decoded else { throw .notAPicture(reason: message.words) }
        if whole, status != ROLLCALL_JPEG_OK { throw .damaged(reason: message.words) }
        self = picture
    }
}

extension rollcall_jpeg_message {
    fileprivate var words: String {
        withUnsafeBytes(of: text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
