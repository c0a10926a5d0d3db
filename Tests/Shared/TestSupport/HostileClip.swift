/// A clip of few bytes that claims to need much memory.
public struct HostileClip: Sendable, CustomStringConvertible {
    /// What it claims.
    public let description: String
    /// The clip.
    public let bytes: [UInt8]

    /// One of each kind.
    public static let all = tables + boxes + otherContainers

    private static let many: UInt32 = 40_000_000

    /// MP4s in which one table claims 40 million entries.
    private static let tables: [HostileClip] =
        [
            .init(description: "stsz of one size", bytes: MP4.clip(stbl: ["stsz": MP4.numbers(0, 1, many)])),
            .init(description: "stsz of sizes", bytes: MP4.clip(stbl: ["stsz": MP4.numbers(0, 0, many)])),
            .init(
                description: "stz2", bytes: MP4.clip(stbl: ["stsz": nil, "stz2": MP4.numbers(0, 8, many)])),
            .init(
                description: "two tracks of stsz",
                bytes: MP4.file(
                    MP4.track(stbl: ["stsz": MP4.numbers(0, 1, many)]),
                    MP4.track(stbl: ["stsz": MP4.numbers(0, 1, many)]))),
        ]
        + ["stts", "ctts", "stsc", "stco", "co64", "stss"].map { name in
            HostileClip(description: name, bytes: MP4.clip(stbl: [name: MP4.numbers(0, many)]))
        } + [
            .init(
                description: "elst",
                bytes: MP4.file(MP4.track(MP4.box("edts", MP4.box("elst", MP4.numbers(0, many)))))),
            .init(
                description: "trun",
                bytes: MP4.file(MP4.track(), fragments: MP4.fragment(MP4.numbers(0, many)))),
        ]

    private static let boxes: [HostileClip] = [
        .init(description: "sdtp of 1 GiB", bytes: MP4.clip(unfinished: "sdtp", size: 1 << 30)),
        .init(description: "compressed moov of 2 GiB", bytes: MP4.compressedHeader(size: 0x7FFF_0000)),
        .init(
            description: "20,000 tracks",
            bytes: MP4.file(repeated(MP4.track(), times: 20_000))),
        .init(
            description: "100,000 fragments",
            bytes: MP4.file(
                MP4.track(), fragments: repeated(MP4.box("moof"), times: 100_000))),
        .init(
            description: "a table behind a palette",
            bytes: MP4.clip(
                stbl: ["stsd": MP4.sampleDescription(depth: 8, children: MP4.hidden(MP4.numbers(0, 1, many)))]
            )),
        .init(
            description: "a segment index of 65,535 entries, 40 times",
            bytes: MP4.file(MP4.track(), fragments: MP4.segmentIndexes(40))),
    ]

    private static let otherContainers: [HostileClip] = [
        .init(description: "Matroska with 2 million tracks", bytes: Matroska.tracks(2_000_000)),
        .init(description: "Matroska with 2 million cue points", bytes: Matroska.cuePoints(1_000_000)),
        .init(description: "Matroska with 2 million tags", bytes: Matroska.tags(2_000_000)),
        .init(description: "a transport stream with 8,000 programs", bytes: TransportStream.programs(8_000)),
    ]
}

/// Array by array: `joined()` goes byte by byte, which is slow without optimization.
private func joined(_ pieces: some Sequence<[UInt8]>) -> [UInt8] {
    pieces.reduce(into: []) { $0 += $1 }
}

private func repeated(_ piece: [UInt8], times count: Int) -> [UInt8] {
    joined(repeatElement(piece, count: count))
}

/// The least of MP4 (ISO/IEC 14496-12) that FFmpeg takes for a clip.
enum MP4 {
    static func box(_ type: String, _ payload: [UInt8]...) -> [UInt8] {
        let payload = joined(payload)
        return numbers(UInt32(payload.count + 8)) + Array(type.utf8) + payload
    }

    static func numbers(_ values: UInt32...) -> [UInt8] {
        values.flatMap { value in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    }

    static func file(_ tracks: [UInt8]..., fragments: [UInt8] = []) -> [UInt8] {
        let movieHeader = box("mvhd", numbers(0, 0, 0, 1000, 1000), zeros(80))
        let extends = fragments.isEmpty ? [] : box("mvex", box("trex", numbers(0, 1, 1, 0, 0, 0)))
        return box("ftyp", Array("isom".utf8), numbers(512)) + box("mdat", zeros(64))
            + box("moov", movieHeader, joined(tracks), extends) + fragments
    }

    static func clip(stbl tables: [String: [UInt8]?]) -> [UInt8] { file(track(stbl: tables)) }

    /// A clip whose table of samples ends with a box that claims more than there is; so do the boxes around it.
    static func clip(unfinished type: String, size: UInt32) -> [UInt8] {
        var clip = box("ftyp", Array("isom".utf8), numbers(512))
        let (handler, tables) = (box("hdlr", numbers(0, 0), Array("vide".utf8), zeros(13)), defaultTables)
        for (depth, name) in ["moov", "trak", "mdia"].enumerated() {
            clip += numbers(size + 4096 - UInt32(depth) * 8) + Array(name.utf8)
        }
        clip += handler
        for (depth, name) in ["minf", "stbl"].enumerated() {
            clip += numbers(size + 2048 - UInt32(depth) * 8) + Array(name.utf8)
        }
        clip += Array(tables.sorted { $0.key > $1.key }.map { box($0.key, $0.value) }.joined())
        return clip + numbers(size) + Array(type.utf8) + zeros(64)
    }

    static func compressedHeader(size: UInt32) -> [UInt8] {
        box("ftyp", Array("isom".utf8), numbers(512))
            + box(
                "moov",
                box("cmov", box("dcom", Array("zlib".utf8)), box("cmvd", numbers(size), zeros(64))))
    }

    static func track(_ more: [UInt8] = [], stbl tables: [String: [UInt8]?] = [:]) -> [UInt8] {
        let merged = defaultTables.merging(tables.compactMapValues(\.self)) { $1 }
            .filter { tables[$0.key] ?? $0.value != nil }
        // The codecs come first, as every muxer has it.
        let first = merged.filter { $0.key == "stsd" }
        let others = merged.filter { $0.key != "stsd" }.sorted { $0.key < $1.key }
        let table = Array(first) + others
        return box(
            "trak", box("tkhd", numbers(7, 0, 0, 1), zeros(68)), more,
            box(
                "mdia", box("mdhd", numbers(0, 0, 0, 1000, 1000, 0)),
                box("hdlr", numbers(0, 0), Array("vide".utf8), zeros(13)),
                box("minf", box("stbl", Array(table.map { box($0.key, $0.value) }.joined())))))
    }

    static func sampleDescription(depth: UInt8, children: [UInt8]) -> [UInt8] {
        let size: [UInt8] = [0, 32, 0, 32]
        let end: [UInt8] = [0, depth, 255, 255]
        let fields: [UInt8] = zeros(7) + [1] + zeros(16) + size + zeros(46) + end
        return numbers(0, 1) + box("avc1", fields, children)
    }

    /// A box whose contents become boxes for whoever takes the first 1028 bytes for a palette.
    static func hidden(_ table: [UInt8]) -> [UInt8] {
        box("skip", numbers(0, 255), zeros(1012), box("stsz", table))
    }

    static func fragment(_ run: [UInt8]) -> [UInt8] {
        box("moof", box("mfhd", numbers(0, 1)), box("traf", box("tfhd", numbers(0, 1)), box("trun", run)))
    }

    static func segmentIndexes(_ count: Int) -> [UInt8] {
        let entries = repeated(numbers(1, 1, 0), times: 65_535)
        let index = box("sidx", numbers(0, 1, 1000, 0, 0, 65_535), entries)
        return repeated(index, times: count)
    }

    private static let defaultTables = [
        "stsd": sampleDescription(depth: 24, children: []), "stts": numbers(0, 1, 1, 1),
        "stsc": numbers(0, 1, 1, 1, 1), "stsz": numbers(0, 1, 1), "stco": numbers(0, 1, 64),
    ]

    private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

/// The least of Matroska (RFC 9559, EBML in RFC 8794): elements without contents.
private enum Matroska {
    static func tracks(_ count: Int) -> [UInt8] { file([0x16, 0x54, 0xAE, 0x6B], [0xAE, 0x80], count) }
    static func cuePoints(_ count: Int) -> [UInt8] {
        file([0x1C, 0x53, 0xBB, 0x6B], [0xBB, 0x82, 0xB7, 0x80], count)
    }
    static func tags(_ count: Int) -> [UInt8] { file([0x12, 0x54, 0xC3, 0x67], [0x73, 0x73, 0x80], count) }

    private static func file(_ list: [UInt8], _ element: [UInt8], _ count: Int) -> [UInt8] {
        let size = UInt32(element.count * count)
        let header: [UInt8] = [0x1A, 0x45, 0xDF, 0xA3, 0x8B, 0x42, 0x82, 0x88] + Array("matroska".utf8)
        let segment: [UInt8] = [0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255]
        let elements = repeated(element, times: count)
        return header + segment + list + [0x08] + MP4.numbers(size) + elements
    }
}

/// The least of an MPEG transport stream (ITU-T H.222.0): tables of programs, each on a PID of its own.
private enum TransportStream {
    static func programs(_ count: Int) -> [UInt8] {
        let programs = (1...count).map { number -> [UInt8] in
            let pid = 32 + number % 8_000
            return [UInt8(number >> 8), UInt8(number & 255), 0xE0 | UInt8(pid >> 8), UInt8(pid & 255)]
        }
        let perPacket = 40
        return stride(from: 0, to: count, by: perPacket).flatMap { start -> [UInt8] in
            let entries = Array(programs[start..<min(start + perPacket, count)].joined())
            let section: [UInt8] =
                [
                    0x00, 0xB0, UInt8(entries.count + 9), 0, 1, UInt8(0xC1 | (start / perPacket % 32) << 1),
                    0, 0,
                ]
                + entries
            let packet = [0x47, 0x40, 0x00, UInt8(0x10 | start / perPacket % 16), 0] + section + crc(section)
            return packet + [UInt8](repeating: 255, count: 188 - packet.count)
        }
    }

    /// The check value of a section (ITU-T H.222.0, annex A).
    private static func crc(_ section: [UInt8]) -> [UInt8] {
        var value = UInt32.max
        for byte in section {
            value ^= UInt32(byte) << 24
            for _ in 0..<8 { value = value & 1 << 31 == 0 ? value << 1 : value << 1 ^ 0x04C1_1DB7 }
        }
        return MP4.numbers(value)
    }
}
