/// How a clip's video is wrapped, told by its first bytes.
///
/// FFmpeg's own probing reads more, costs more, and would let a clip choose among demuxers that open other files
/// and URLs.
enum ClipContainer: String {
    /// A raw H.264 byte stream (ITU-T H.264, Annex B).
    case annexB = "h264"
    /// MP4 and QuickTime (ISO/IEC 14496-12).
    case mp4 = "mov"
    /// Matroska and WebM (RFC 9559).
    case matroska
    /// MPEG transport stream (ITU-T H.222.0).
    case transportStream = "mpegts"

    /// The name of FFmpeg's demuxer.
    var demuxerName: String { rawValue }

    /// The container of a clip, or nil if the bytes are none of these containers.
    init?(of clip: [UInt8]) {
        if clip.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            self = .matroska
        } else if Self.isTransportStream(clip) {
            self = .transportStream
        } else if Self.boxTypes.contains(where: { clip.dropFirst(4).starts(with: $0.utf8) }) {
            self = .mp4
        } else if Self.hasStartCode(clip.prefix(Self.startCodeSearchLength)) {
            self = .annexB
        } else {
            return nil
        }
    }

    /// The boxes that MP4 and QuickTime files begin with.
    private static let boxTypes = ["ftyp", "styp", "moov", "moof", "mdat", "free", "skip", "wide", "pnot"]

    /// A stream that was cut anywhere begins with the rest of a NAL unit, which is seldom longer than this.
    private static let startCodeSearchLength = 64 << 10

    /// Whether two packets in a row begin with the sync byte; Blu-ray's packets have a time of 4 bytes before it.
    private static func isTransportStream(_ clip: [UInt8]) -> Bool {
        [(first: 0, size: 188), (first: 4, size: 192)].contains { first, size in
            clip.count > first + size && clip[first] == 0x47 && clip[first + size] == 0x47
        }
    }

    /// Whether there is a start code before a NAL unit of a type that ITU-T H.264, table 7-1 defines for video.
    private static func hasStartCode(_ bytes: ArraySlice<UInt8>) -> Bool {
        bytes.indices.dropLast(3).contains { index in
            bytes[index] == 0 && bytes[index + 1] == 0 && bytes[index + 2] == 1
                && bytes[index + 3] & 0x80 == 0 && (1...20).contains(bytes[index + 3] & 0x1F)
        }
    }
}
