/// Says in an H.264 stream how its pictures must be turned to be upright.
enum DisplayOrientation {
    /// A display orientation SEI message as an Annex B unit (ITU-T H.264, D.1.29 and D.2.29), for all pictures up to
    /// the next one; nothing where they are upright.
    ///
    /// - Parameter rotation: degrees to the right: 0, 90, 180 or 270.
    static func message(rotation: Int) -> [UInt8] {
        guard rotation != 0 else { return [] }
        // No cancel flag and no flips, 3 bits; the angle to the left in 2^-16 of a circle, 16; a repetition period of
        // 1, 010; no extension; and a 1 that fills the byte.
        let angle = UInt32((360 - rotation) % 360) << 16 / 360
        let payload = angle << 5 | 0b01001
        let (startCode, sei, displayOrientation, trailing): ([UInt8], UInt8, UInt8, UInt8) = (
            [0, 0, 0, 1], 6, 47, 0x80
        )
        return startCode + [sei, displayOrientation, 3]
            + [16, 8, 0].map { UInt8(truncatingIfNeeded: payload >> $0) } + [trailing]
    }
}
