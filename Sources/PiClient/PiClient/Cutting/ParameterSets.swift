/// The sequence and picture parameter sets in force, for the clips whose IDR picture comes without them.
struct ParameterSets {
    private var sequence: [UInt32: [UInt8]] = [:]
    private var picture: [UInt32: [UInt8]] = [:]

    var isComplete: Bool { !sequence.isEmpty && !picture.isEmpty }

    /// Remembers the access unit's own sets; a set with the id of an earlier one replaces it.
    mutating func update(from unit: AccessUnit) {
        for nalUnit in unit.nalUnits {
            let bytes = unit.bytes[nalUnit.range]
            switch nalUnit.type {
            case NALUnit.sequenceParameterSet:
                // profile_idc, the constraint flags and level_idc come before the id.
                if let id = Self.identifier(in: bytes, after: 3) { sequence[id] = Array(bytes) }
            case NALUnit.pictureParameterSet:
                if let id = Self.identifier(in: bytes, after: 0) { picture[id] = Array(bytes) }
            default: break
            }
        }
    }

    /// The sets that the access unit lacks, in Annex B form, ready to go before it.
    func missing(from unit: AccessUnit) -> [UInt8] {
        let sequenceSets = unit.contains(NALUnit.sequenceParameterSet) ? [:] : sequence
        let pictureSets = unit.contains(NALUnit.pictureParameterSet) ? [:] : picture
        return [sequenceSets, pictureSets].flatMap { sets in
            sets.sorted { $0.key < $1.key }.flatMap(\.value)
        }
    }

    /// The Exp-Golomb coded id (ITU-T H.264, 9.1) that follows the NAL header and `skipped` bytes.
    private static func identifier(in nalUnit: ArraySlice<UInt8>, after skipped: Int) -> UInt32? {
        guard let startCode = nalUnit.firstIndex(of: 1) else { return nil }
        let bits = nalUnit.dropFirst(startCode - nalUnit.startIndex + 2 + skipped).prefix(4)
            .reduce(into: (value: UInt32(0), free: UInt32(32))) { bits, byte in
                bits.free -= 8
                bits.value |= UInt32(byte) << bits.free
            }.value
        let zeros = bits.leadingZeroBitCount
        guard zeros <= 8 else { return nil }
        return (bits >> UInt32(31 - 2 * zeros)) - 1
    }
}
