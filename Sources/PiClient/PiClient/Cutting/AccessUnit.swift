/// One coded picture with everything that belongs to it: delimiter, parameter sets, SEI and all its slices
/// (ITU-T H.264, 7.4.1.2.3).
struct AccessUnit: Sendable {
    /// The bytes exactly as they came, start codes included.
    let bytes: [UInt8]
    let nalUnits: [NALUnit]
    /// Whether decoding can begin here: an instantaneous decoder refresh picture.
    let isIDR: Bool
    let sliceCount: Int
    /// When the first byte was read.
    let arrival: CaptureTime

    func contains(_ type: UInt8) -> Bool {
        nalUnits.contains { $0.type == type }
    }
}
