/// One network abstraction layer unit inside an access unit (ITU-T H.264, 7.3.1 and table 7-1).
struct NALUnit: Sendable, Equatable {
    /// `nal_unit_type`, 0...31.
    let type: UInt8
    /// Where the unit lies in its access unit's bytes, its start code included.
    let range: Range<Int>

    static let nonIDRSlice: UInt8 = 1
    static let dataPartitionA: UInt8 = 2
    static let idrSlice: UInt8 = 5
    static let sei: UInt8 = 6
    static let sequenceParameterSet: UInt8 = 7
    static let pictureParameterSet: UInt8 = 8

    /// Whether the unit carries a slice header that begins with `first_mb_in_slice`.
    static func hasSliceHeader(_ type: UInt8) -> Bool {
        type == nonIDRSlice || type == dataPartitionA || type == idrSlice
    }

    /// Whether the unit, after the slices of a picture, can only belong to the next one (7.4.1.2.3).
    static func precedesPicture(_ type: UInt8) -> Bool {
        (6...9).contains(type) || (14...18).contains(type)
    }
}
