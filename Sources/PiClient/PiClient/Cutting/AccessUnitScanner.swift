/// Splits an H.264 byte stream (ITU-T H.264, Annex B) into access units, whatever the pieces it arrives in.
///
/// A picture's end is proven by the beginning of the next one: a unit that only precedes pictures, or a slice
/// whose `first_mb_in_slice` is 0. A picture may therefore have any number of slices. The access units, joined,
/// are the stream byte for byte.
struct AccessUnitScanner {
    /// The bytes of the access unit that is not complete yet.
    private var buffer: [UInt8] = []
    /// No start code that has not been seen begins before this index of `buffer`.
    private var scanned = 0
    /// The units begun in the open access unit: type and index of the start code.
    private var begun: [(type: UInt8, start: Int)] = []
    /// Whether the open access unit is a picture at which decoding can begin.
    private(set) var isIDR = false
    private(set) var sliceCount = 0
    /// Whether the open access unit has a picture's bytes, not just what precedes one.
    var hasPicture: Bool { sliceCount > 0 }
    private var arrival: CaptureTime?
    /// Whether there was a start code yet.
    private(set) var hasStartCode = false

    /// An access unit larger than this is an error: 4 MiB is ten times the largest 1080p picture of a camera.
    let maximumBytes: Int

    init(maximumBytes: Int = 4 << 20) {
        self.maximumBytes = maximumBytes
    }

    /// Takes the next bytes of the stream.
    ///
    /// - Returns: The access units they complete.
    /// - Throws: `ClipCutterError` if the open access unit passes `maximumBytes`.
    mutating func append(_ bytes: [UInt8], at time: CaptureTime) throws(ClipCutterError) -> [AccessUnit] {
        guard !bytes.isEmpty else { return [] }
        buffer.append(contentsOf: bytes)

        var complete: [AccessUnit] = []
        while let header = nextStartCode() {
            let type = buffer[header] & 0x1f
            let isSlice = NALUnit.hasSliceHeader(type)
            if isSlice, header + 1 >= buffer.count { break }
            scanned = header + 1
            // Exp-Golomb codes 0 as a single 1 bit.
            let beginsPicture = isSlice && buffer[header + 1] & 0x80 != 0

            var start = header - 3
            if start > (begun.last.map { $0.start + 3 } ?? 0), buffer[start - 1] == 0 { start -= 1 }
            if hasPicture, beginsPicture || NALUnit.precedesPicture(type) {
                complete.append(takeAccessUnit(upTo: start))
                start = 0
            }
            begun.append((type, start))
            hasStartCode = true
            if isSlice {
                // Not the time of what precedes the picture: a delimiter may come long before it.
                if !hasPicture { arrival = time }
                sliceCount += 1
                isIDR = isIDR || (type == NALUnit.idrSlice && beginsPicture)
            }
        }
        guard buffer.count <= maximumBytes else {
            if begun.isEmpty { throw .noStartCode(bytes: buffer.count) }
            throw .accessUnitTooLarge(bytes: buffer.count)
        }
        return complete
    }

    /// Ends the open access unit: at the end of the stream, or where the caller knows that it is complete.
    mutating func flush() -> AccessUnit? {
        buffer.isEmpty ? nil : takeAccessUnit(upTo: buffer.count)
    }

    /// Index of the byte after the next `00 00 01`, once that byte has arrived.
    private mutating func nextStartCode() -> Int? {
        let found = buffer.withUnsafeBufferPointer { bytes -> Int? in
            var index = scanned + 2
            while index < bytes.count {
                switch bytes[index] {
                case 1 where bytes[index - 1] == 0 && bytes[index - 2] == 0: return index + 1
                case 0: index += 1
                default: index += 3
                }
            }
            return nil
        }
        guard let found, found < buffer.count else {
            scanned = max(scanned, buffer.count - 3)
            return nil
        }
        return found
    }

    private mutating func takeAccessUnit(upTo end: Int) -> AccessUnit {
        let ends = begun.dropFirst().map(\.start) + [end]
        let unit = AccessUnit(
            bytes: Array(buffer[..<end]),
            nalUnits: zip(begun, ends).map { NALUnit(type: $0.type, range: $0.start..<$1) },
            isIDR: isIDR,
            sliceCount: sliceCount,
            arrival: arrival ?? TimeSource().captureTime
        )
        buffer.removeSubrange(..<end)
        scanned = max(0, scanned - end)
        begun.removeAll(keepingCapacity: true)
        isIDR = false
        sliceCount = 0
        arrival = nil
        return unit
    }
}
