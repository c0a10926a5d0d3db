/// How a camera held its picture when it stored it, as the Exif tag Orientation says ("Exchangeable image file format
/// for digital still cameras: Exif Version 2.32", CIPA DC-008, section 4.6.4). Phones store every picture as their
/// sensor sees it, so that a portrait taken upright lies on its side in the file.
public enum PictureOrientation: UInt16, Sendable, CaseIterable {
    case upright = 1
    case mirrored = 2
    case upsideDown = 3
    case mirroredUpsideDown = 4
    /// Turned by a quarter to the left, and mirrored.
    case mirroredLeft = 5
    /// The stored picture's left edge is the top.
    case left = 6
    /// Turned by a quarter to the right, and mirrored.
    case mirroredRight = 7
    /// The stored picture's right edge is the top.
    case right = 8

    /// The orientation that a JPEG's Exif part names; upright where it names none, or cannot be read.
    public init(jpeg: [UInt8]) {
        self = Self.exif(in: jpeg).flatMap(Self.tag).flatMap(Self.init) ?? .upright
    }

    /// The TIFF file that is in the first Exif segment (ITU-T T.81, B.1.1.4: segments have a marker and a length).
    private static func exif(in jpeg: [UInt8]) -> ArraySlice<UInt8>? {
        let (startOfScan, applicationOne): (UInt8, UInt8) = (0xda, 0xe1)
        var offset = 2
        while offset + 4 <= jpeg.count, jpeg[offset] == 0xff, jpeg[offset + 1] != startOfScan {
            let length = Int(jpeg[offset + 2]) << 8 | Int(jpeg[offset + 3])
            let end = offset + 2 + length
            guard length >= 2, end <= jpeg.count else { return nil }
            let contents = jpeg[(offset + 4)..<max(offset + 4, end)]
            let name = Array("Exif".utf8) + [0, 0]
            if jpeg[offset + 1] == applicationOne, contents.starts(with: name) {
                return contents.dropFirst(name.count)
            }
            offset = end
        }
        return nil
    }

    /// The value of the tag in a TIFF file's first directory (TIFF 6.0, section 2).
    private static func tag(in tiff: ArraySlice<UInt8>) -> UInt16? {
        let isLittleEndian: Bool
        switch Array(tiff.prefix(2)) {
        case Array("II".utf8): isLittleEndian = true
        case Array("MM".utf8): isLittleEndian = false
        default: return nil
        }
        func number(at offset: Int, bytes: Int) -> Int? {
            guard offset >= 0, offset + bytes <= tiff.count else { return nil }
            let part = tiff.dropFirst(offset).prefix(bytes)
            let ordered = isLittleEndian ? Array(part.reversed()) : Array(part)
            return ordered.reduce(0) { $0 << 8 | Int($1) }
        }
        guard let directory = number(at: 4, bytes: 4), let count = number(at: directory, bytes: 2) else {
            return nil
        }
        let (orientation, short, entryBytes) = (0x0112, 3, 12)
        for entry in 0..<count {
            let start = directory + 2 + entry * entryBytes
            guard let tag = number(at: start, bytes: 2) else { return nil }
            guard tag == orientation, number(at: start + 2, bytes: 2) == short else { continue }
            return number(at: start + 8, bytes: 2).flatMap(UInt16.init(exactly:))
        }
        return nil
    }
}

extension Picture {
    /// The picture as it was seen, out of the way in which it was stored.
    public func turned(from orientation: PictureOrientation) -> Picture {
        let isSideways = orientation.rawValue >= PictureOrientation.mirroredLeft.rawValue
        let (width, height) = isSideways ? (height, width) : (width, height)
        guard orientation != .upright else { return self }
        let bytes = format.bytes
        let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { output, count in
            for y in 0..<height {
                for x in 0..<width {
                    let (column, row) = source(x, y, of: orientation)
                    let (from, to) = ((row * self.width + column) * bytes, (y * width + x) * bytes)
                    for byte in 0..<bytes { output[to + byte] = pixels[from + byte] }
                }
            }
            count = pixels.count
        }
        return Picture(format: format, width: width, height: height, pixels: turned, reduction: reduction)
            ?? self
    }

    /// Where a pixel of the turned picture is in this one.
    private func source(_ x: Int, _ y: Int, of orientation: PictureOrientation) -> (column: Int, row: Int) {
        let (right, bottom) = (width - 1, height - 1)
        return switch orientation {
        case .upright: (x, y)
        case .mirrored: (right - x, y)
        case .upsideDown: (right - x, bottom - y)
        case .mirroredUpsideDown: (x, bottom - y)
        case .mirroredLeft: (y, x)
        case .left: (y, bottom - x)
        case .mirroredRight: (right - y, bottom - x)
        case .right: (right - y, x)
        }
    }
}
