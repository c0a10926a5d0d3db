/// A picture in memory: rows from top to bottom, pixels from left to right, no padding.
public struct Picture: Sendable {
    /// What a pixel is.
    public enum Format: Int, Sendable {
        /// One byte of luma.
        case gray = 1
        /// Three bytes: red, green, blue.
        case rgb = 3

        /// The bytes of a pixel.
        var bytes: Int { rawValue }
    }

    /// What a pixel is.
    public let format: Format
    /// Pixels across, above 0.
    public let width: Int
    /// Pixels down, above 0.
    public let height: Int
    /// All pixels: width × height × the format's bytes.
    public let pixels: [UInt8]
    /// How many pixels of the file became one, across and down: 1, 2, 4 or 8.
    public let reduction: Int

    /// A picture of pixels given, or nil if they are not as many as the size says.
    public init?(format: Format, width: Int, height: Int, pixels: [UInt8], reduction: Int = 1) {
        let (count, overflow) = width.multipliedReportingOverflow(by: height)
        let (bytes, bytesOverflow) = count.multipliedReportingOverflow(by: format.bytes)
        guard width > 0, height > 0, !overflow, !bytesOverflow, bytes == pixels.count else { return nil }
        self.format = format
        self.width = width
        self.height = height
        self.pixels = pixels
        self.reduction = reduction
    }
}
