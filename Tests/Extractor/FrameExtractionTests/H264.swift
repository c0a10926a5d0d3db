/// Small operations on raw H.264 for making clips that no encoder at hand writes.
enum H264 {
    /// The same stream, its sequence parameter sets without usability information (ITU-T H.264, 7.3.2.1.1). It takes
    /// what x264 writes: picture order count type 0 and no scaling matrix.
    static func removingVUI(from stream: [UInt8]) throws -> [UInt8] {
        var output: [UInt8] = []
        for unit in units(of: stream) {
            output += [0, 0, 0, 1]
            output +=
                (unit.first ?? 0) & 0x1F == 7 ? try removingVUI(fromParameterSet: Array(unit)) : Array(unit)
        }
        return output
    }

    /// The NAL units, without start codes.
    static func units(of stream: [UInt8]) -> [ArraySlice<UInt8>] {
        let starts = stream.indices.dropLast(3).filter {
            stream[$0] == 0 && stream[$0 + 1] == 0 && stream[$0 + 2] == 1
        }
        return starts.indices.map { index in
            let end = index + 1 < starts.count ? starts[index + 1] : stream.count
            var unit = stream[(starts[index] + 3)..<end]
            while unit.last == 0 { unit.removeLast() }
            return unit
        }
    }

    private static func removingVUI(fromParameterSet unit: [UInt8]) throws -> [UInt8] {
        var reader = BitReader(bytes: unit)
        reader.skip(8 + 8 + 16)
        _ = reader.exponentialGolomb()
        if unit[1] >= 100 {
            _ = reader.exponentialGolomb()  // chroma_format_idc
            _ = reader.exponentialGolomb()
            _ = reader.exponentialGolomb()
            reader.skip(2)
        }
        // log2_max_frame_num, pic_order_cnt_type, log2_max_pic_order_cnt_lsb, max_num_ref_frames
        for _ in 0..<4 { _ = reader.exponentialGolomb() }
        reader.skip(1)
        _ = reader.exponentialGolomb()
        _ = reader.exponentialGolomb()
        if reader.bit() == 0 { reader.skip(1) }
        reader.skip(1)
        if reader.bit() == 1 {
            for _ in 0..<4 { _ = reader.exponentialGolomb() }
        }
        // The flag at hand becomes 0; after it come the stop bit and zeros.
        let read = BitReader(bytes: unit)
        var bits = (0..<reader.position).map { read.bit(at: $0) }
        bits += [0, 1]
        while !bits.count.isMultiple(of: 8) { bits.append(0) }
        return stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<(start + 8)].reduce(0) { $0 << 1 | $1 }
        }
    }
}

private struct BitReader {
    let bytes: [UInt8]
    var position = 0

    /// Ones follow the end, so that every number ends.
    func bit(at position: Int) -> UInt8 {
        guard position / 8 < bytes.count else { return 1 }
        let shift = 7 - UInt8(position % 8)
        return (bytes[position / 8] >> shift) & 1
    }

    mutating func bit() -> UInt8 {
        defer { position += 1 }
        return bit(at: position)
    }

    mutating func skip(_ count: Int) { position += count }

    mutating func exponentialGolomb() -> Int {
        var zeros = 0
        while bit() == 0 { zeros += 1 }
        return (0..<zeros).reduce(1) { value, _ in value << 1 | Int(bit()) } - 1
    }
}
