/// How the samples of a plane become 8 bits that use the full range, as JPEG has them (ITU-T T.871, JFIF).
enum SampleRange {
    /// 8 bits, full range already.
    case full
    /// 8 bits, luma from 16 to 235 (ITU-R BT.601).
    case limitedLuma
    /// 8 bits, chroma from 16 to 240.
    case limitedChroma
    /// More bits; the value for each one there can be.
    case table([UInt8])

    /// The conversion of a plane's samples.
    init(bitDepth: Int, isFullRange: Bool, isChroma: Bool) {
        switch (bitDepth, isFullRange) {
        case (8, true): self = .full
        case (8, false): self = isChroma ? .limitedChroma : .limitedLuma
        default: self = .table(Self.table(bitDepth: bitDepth, isFullRange: isFullRange, isChroma: isChroma))
        }
    }

    /// Converts a row of `count` samples; `source` holds 16-bit words where there is a table.
    func convert(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, count: Int) {
        switch self {
        case .full:
            target.update(from: source, count: count)
        case .limitedLuma:
            Self.luma.convert(source, to: target, count: count)
        case .limitedChroma:
            Self.chroma.convert(source, to: target, count: count)
        case .table(let table):
            let words = UnsafeRawPointer(source)
            for index in 0..<count {
                let word = words.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
                target[index] = table[min(Int(word), table.count - 1)]
            }
        }
    }

    private static let luma = Expansion(highest: 235, shift: 3, addend: 24, factor: 1347, base: 0)
    private static let chroma = Expansion(highest: 240, shift: 2, addend: 0, factor: 2267, base: 1)

    /// The limited range stretched to the full one: what `table` says for 8 bits, for all 256 values the same, but in
    /// 16-bit arithmetic that the compiler turns into vector instructions.
    private struct Expansion {
        let highest: UInt8
        let shift: UInt16
        let addend: UInt16
        let factor: UInt16
        let base: UInt16

        func convert(_ source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>, count: Int) {
            for index in 0..<count {
                let value = UInt16(min(max(source[index], 16), highest) &- 16)
                let product = UInt32((value &<< shift) &+ addend) &* UInt32(factor)
                let stretched = base &+ value &+ UInt16(truncatingIfNeeded: product &>> 16)
                target[index] = UInt8(truncatingIfNeeded: stretched)
            }
        }
    }

    /// The nearest 8-bit value for each of `bitDepth` bits (ITU-R BT.709, quantization of the levels). Values beyond
    /// the nominal range count as its ends.
    static func table(bitDepth: Int, isFullRange: Bool, isChroma: Bool) -> [UInt8] {
        let unit = Double(1 << (bitDepth - 8))
        let highest = Double((1 << bitDepth) - 1)
        let (first, last): (Double, Double) =
            switch (isFullRange, isChroma) {
            case (true, _): (0, highest)
            case (false, false): (16 * unit, 235 * unit)
            case (false, true): (16 * unit, 240 * unit)
            }
        let (zero, offset): (Double, Double) = isChroma ? (128 * unit, 128) : (first, 0)
        return (0..<(1 << bitDepth)).map { value in
            let nominal = min(max(Double(value), first), last)
            let stretched = ((nominal - zero) * 255 / (last - first) + offset).rounded()
            return UInt8(min(max(stretched, 0), 255))
        }
    }
}
