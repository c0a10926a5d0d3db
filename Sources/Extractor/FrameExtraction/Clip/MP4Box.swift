/// A box of an MP4 (ISO/IEC 14496-12, 4.2).
struct MP4Box {
    /// The four characters that say what it is.
    let type: String
    /// Where its contents lie.
    let payload: Range<Int>

    /// Size and type.
    static let headerSize = 8

    /// The box at a position, or nil if its size makes no sense. One that claims more than there is ends at `end`.
    init?(in clip: [UInt8], at position: Int, before end: Int) {
        let bytes = clip[..<end]
        guard let shortSize = bytes.bigEndian32(at: position), position + Self.headerSize <= end else {
            return nil
        }
        type = String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self)
        var headerSize = Self.headerSize
        var size = UInt64(shortSize)
        if shortSize == 1 {
            guard let high = bytes.bigEndian32(at: position + 8),
                let low = bytes.bigEndian32(at: position + 12)
            else { return nil }
            size = UInt64(high) << 32 | UInt64(low)
            headerSize = 16
        } else if shortSize == 0 {
            size = UInt64(end - position)
        }
        guard size >= headerSize else { return nil }
        let available = end - position
        let length = Int(exactly: size).map { min($0, available) } ?? available
        guard length >= headerSize else { return nil }
        payload = (position + headerSize)..<(position + length)
    }
}

extension ArraySlice<UInt8> {
    /// The number of four bytes at an index, most significant first, or nil if they are not all there.
    func bigEndian32(at index: Int) -> UInt32? {
        guard index >= startIndex, index <= endIndex - 4 else { return nil }
        return self[index..<(index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
