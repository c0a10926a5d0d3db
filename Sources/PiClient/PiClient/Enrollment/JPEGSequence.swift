/// JPEGs that come one after the other in a stream.
enum JPEGSequence {
    /// The whole JPEGs in some bytes (ITU-T T.81, annex B: a header of segments with lengths, then coded data in which
    /// a marker cannot occur by chance).
    static func pictures(in bytes: [UInt8]) -> [[UInt8]] {
        var pictures: [[UInt8]] = []
        var start = 0
        while let end = end(of: bytes, from: start) {
            pictures.append(Array(bytes[start..<end]))
            start = end
        }
        return pictures
    }

    /// Where the JPEG that begins at `start` ends; nil if it is not whole, or not a JPEG.
    private static func end(of bytes: [UInt8], from start: Int) -> Int? {
        let (startOfScan, endOfImage): (UInt8, UInt8) = (0xda, 0xd9)
        guard start + 4 <= bytes.count, bytes[start] == 0xff, bytes[start + 1] == 0xd8 else { return nil }
        var offset = start + 2
        while offset + 4 <= bytes.count, bytes[offset] == 0xff {
            let marker = bytes[offset + 1]
            offset += 2 + (Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3]))
            if marker == startOfScan { break }
        }
        while offset + 2 <= bytes.count {
            if bytes[offset] == 0xff, bytes[offset + 1] == endOfImage { return offset + 2 }
            offset += 1
        }
        return nil
    }
}
