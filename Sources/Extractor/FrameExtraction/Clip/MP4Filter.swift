/// Leaves in an MP4 only the boxes that its first video track needs (ISO/IEC 14496-12). All others get a type that
/// FFmpeg passes over.
///
/// FFmpeg's demuxer takes what a box claims as given: 20 bytes can announce 40 million samples, for each of which it
/// allocates 24 bytes. So every count is compared with what a clip may have before FFmpeg reads it, and the other
/// tables and tracks need no bounds.
struct MP4Filter {
    private var clip: [UInt8]
    private let limits: ClipLimits
    private var samples = 0
    private var boxes = 0
    private var hasVideo = false

    /// A clip of the most frames, each in a fragment of its own, has half as many.
    private static let maximumBoxes = 20_000

    /// - Throws: `ClipError.tooManyFrames` or `.unreadable` if the boxes claim more than a clip may have.
    static func filter(_ clip: [UInt8], limits: ClipLimits) throws(ClipError) -> [UInt8] {
        var filter = MP4Filter(clip: clip, limits: limits)
        try filter.filterBoxes(of: "file", in: clip.indices)
        return filter.clip
    }

    private init(clip: [UInt8], limits: ClipLimits) {
        self.clip = clip
        self.limits = limits
    }

    /// The boxes that are kept, by the box that they are in.
    private static let kept: [String: Set<String>] = [
        "file": ["ftyp", "styp", "moov", "moof", "mdat"],
        "moov": ["mvhd", "trak", "mvex"],
        "trak": ["tkhd", "edts", "mdia"],
        "edts": ["elst"],
        "mdia": ["mdhd", "hdlr", "minf"],
        "minf": ["stbl"],
        "stbl": ["stsd", "stts", "ctts", "stsc", "stsz", "stz2", "stco", "co64", "stss"],
        "mvex": ["trex"],
        "moof": ["mfhd", "traf"],
        "traf": ["tfhd", "tfdt", "trun"],
        "sample entry": ["avcC", "colr"],
    ]

    private mutating func filterBoxes(of parent: String, in range: Range<Int>) throws(ClipError) {
        var position = range.lowerBound
        while position + MP4Box.headerSize <= range.upperBound {
            boxes += 1
            guard boxes <= Self.maximumBoxes else {
                throw .unreadable(container: "mov", reason: "more than \(Self.maximumBoxes) boxes")
            }
            guard let box = MP4Box(in: clip, at: position, before: range.upperBound) else {
                // A size of 0 reaches to the end of the parent.
                clip.replaceSubrange(position..<(position + 4), with: [0, 0, 0, 0])
                return hide(at: position)
            }
            if Self.kept[parent]?.contains(box.type) == true, box.type != "trak" || isFirstVideo(box) {
                try filterContents(of: box)
            } else {
                hide(at: position)
            }
            position = box.payload.upperBound
        }
    }

    private mutating func filterContents(of box: MP4Box) throws(ClipError) {
        switch box.type {
        case "stsd": try filterSampleEntries(box)
        case "stsz", "stz2", "trun":
            // In `trun` the count comes after the flags, in the others after the samples' common size.
            samples += count(in: box, at: box.type == "trun" ? 4 : 8)
            try check(samples)
        case "stts", "ctts", "stsc", "stco", "co64", "stss", "elst":
            try check(count(in: box, at: 4))
        default:
            if Self.kept[box.type] != nil { try filterBoxes(of: box.type, in: box.payload) }
        }
    }

    /// Entries of the table of codecs are boxes that begin with fields of fixed size.
    private mutating func filterSampleEntries(_ table: MP4Box) throws(ClipError) {
        let (tableFields, entryFields, depthOffset) = (8, 78, 74)
        var position = table.payload.lowerBound + tableFields
        while let entry = MP4Box(in: clip, at: position, before: table.payload.upperBound) {
            guard entry.payload.count >= entryFields else {
                throw .unreadable(container: "mov", reason: "a sample entry is too short")
            }
            // With a depth of 8 bits or less FFmpeg looks for a palette here.
            let depth = entry.payload.lowerBound + depthOffset
            clip.replaceSubrange(depth..<(depth + 2), with: [0, 24])
            try filterBoxes(of: "sample entry", in: entry.payload.dropFirst(entryFields))
            position = entry.payload.upperBound
        }
    }

    /// Whether this is the first track whose handler is of video.
    private mutating func isFirstVideo(_ track: MP4Box) -> Bool {
        let handler = boxes(in: track.payload).first { $0.type == "mdia" }
            .flatMap { boxes(in: $0.payload).first { $0.type == "hdlr" } }
        guard !hasVideo, let handler, clip[handler.payload].dropFirst(8).starts(with: "vide".utf8) else {
            return false
        }
        hasVideo = true
        return true
    }

    private func boxes(in range: Range<Int>) -> some Sequence<MP4Box> {
        sequence(state: range.lowerBound) { position in
            let box = MP4Box(in: clip, at: position, before: range.upperBound)
            position = box?.payload.upperBound ?? range.upperBound
            return box
        }
    }

    private func count(in box: MP4Box, at offset: Int) -> Int {
        Int(clip[box.payload].bigEndian32(at: box.payload.lowerBound + offset) ?? 0)
    }

    private func check(_ count: Int) throws(ClipError) {
        guard count <= limits.maximumPackets else { throw .tooManyFrames(maximum: limits.maximumFrames) }
    }

    private mutating func hide(at position: Int) {
        clip.replaceSubrange((position + 4)..<(position + 8), with: "skip".utf8)
    }
}
