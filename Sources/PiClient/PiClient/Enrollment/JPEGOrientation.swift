/// Says in a JPEG how it must be turned to be upright.
enum JPEGOrientation {
    /// The JPEG with the Exif tag Orientation ("Exchangeable image file format for digital still cameras: Exif Version
    /// 2.32", CIPA DC-008, section 4.6.4); the JPEG as it is where it is upright.
    ///
    /// - Parameter rotation: degrees to the right: 0, 90, 180 or 270.
    static func state(_ rotation: Int, in jpeg: [UInt8]) -> [UInt8] {
        let values: [Int: UInt8] = [90: 6, 180: 3, 270: 8]
        guard let value = values[rotation], jpeg.starts(with: [0xff, 0xd8]) else { return jpeg }
        // A TIFF file with one directory of one entry: tag 0x0112, a short, once.
        let header: [UInt8] = [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8]
        let entry: [UInt8] = [1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0]
        // Step by step: Swift 6.2 gives up on a long sum.
        var content: [UInt8] = Array("Exif".utf8)
        for part: [UInt8] in [[0, 0], header, [0, 1], entry, [0, 0, 0, 0]] { content += part }
        let segmentStart: [UInt8] = [0xff, 0xe1, 0, UInt8(content.count + 2)]
        var stated = Array(jpeg.prefix(2))
        stated += segmentStart
        stated += content
        stated += jpeg.dropFirst(2)
        return stated
    }
}
