import CFFmpeg

/// Turns the luma and chroma of high-definition video into that of BT.601, which JPEG prescribes (ITU-T T.871).
///
/// Both are linear forms of the same R, G and B, so one turns into the other without going through them. Primaries
/// and transfer characteristics stay as they are: video of BT.2020 in a JPEG looks a little pale.
struct ColorMatrix {
    /// Fixed-point factors with 16 binary places; luma itself has the factor 1.
    private let lumaFromBlue, lumaFromRed, blueFromBlue, blueFromRed, redFromBlue, redFromRed: Int32

    /// The conversion from a matrix, or nil where that is BT.601's already or is not known (which video of standard
    /// definition seldom states).
    init?(from space: AVColorSpace) {
        switch space {
        case AVCOL_SPC_BT709: self.init(red: 0.2126, blue: 0.0722)
        case AVCOL_SPC_BT2020_NCL, AVCOL_SPC_BT2020_CL: self.init(red: 0.2627, blue: 0.0593)
        case AVCOL_SPC_SMPTE240M: self.init(red: 0.212, blue: 0.087)
        default: return nil
        }
    }

    /// `red` and `blue` are what luma consists of, the rest being green.
    private init(red: Double, blue: Double) {
        // R = Y + r Cr, B = Y + b Cb, G = Y + gb Cb + gr Cr; then luma and chroma by BT.601.
        let (r, b, green) = (2 * (1 - red), 2 * (1 - blue), 1 - red - blue)
        let (gr, gb) = (-red * r / green, -blue * b / green)
        let lumaFromBlue = 0.587 * gb + 0.114 * b
        let lumaFromRed = 0.299 * r + 0.587 * gr
        self.lumaFromBlue = Self.fixedPoint(lumaFromBlue)
        self.lumaFromRed = Self.fixedPoint(lumaFromRed)
        blueFromBlue = Self.fixedPoint((b - lumaFromBlue) / 1.772)
        blueFromRed = Self.fixedPoint(-lumaFromRed / 1.772)
        redFromBlue = Self.fixedPoint(-lumaFromBlue / 1.402)
        redFromRed = Self.fixedPoint((r - lumaFromRed) / 1.402)
    }

    /// Converts a row of chroma in place, and says what each sample adds to the luma over it.
    func convertChroma(
        blue: UnsafeMutablePointer<UInt8>, red: UnsafeMutablePointer<UInt8>,
        lumaDifference: UnsafeMutablePointer<Int16>, count: Int
    ) {
        for index in 0..<count {
            let cb = Int32(blue[index]) &- 128
            let cr = Int32(red[index]) &- 128
            lumaDifference[index] = Int16(
                truncatingIfNeeded: Self.round(lumaFromBlue &* cb &+ lumaFromRed &* cr))
            blue[index] = Self.clamp(Self.round(blueFromBlue &* cb &+ blueFromRed &* cr) &+ 128)
            red[index] = Self.clamp(Self.round(redFromBlue &* cb &+ redFromRed &* cr) &+ 128)
        }
    }

    /// Converts a row of luma in place. Every difference counts for `step` samples, 1 or 2.
    static func convertLuma(
        _ luma: UnsafeMutablePointer<UInt8>, lumaDifference: UnsafePointer<Int16>, step: Int, count: Int
    ) {
        let shift = step - 1
        for index in 0..<count {
            luma[index] = clamp(Int32(luma[index]) &+ Int32(lumaDifference[index &>> shift]))
        }
    }

    private static func fixedPoint(_ factor: Double) -> Int32 { Int32((factor * 65536).rounded()) }
    private static func round(_ product: Int32) -> Int32 { (product &+ 32768) &>> 16 }
    private static func clamp(_ value: Int32) -> UInt8 { UInt8(truncatingIfNeeded: min(max(value, 0), 255)) }
}
